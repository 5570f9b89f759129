package dev.airelay.config;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses a proxy's address in the form that other programs accept: {@code [scheme://][user[:password]@]host[:port][/]}.
 * Errors do not quote it, because it may contain a password anywhere.
 */
final class ProxySyntax {

    /** The user part is greedy, so that a password may contain an unencoded {@code @} or {@code /}. */
    private static final Pattern FORM =
            Pattern.compile("(?:(?<scheme>[A-Za-z0-9+.-]+)://)?(?:(?<login>.*)@)?(?<place>[^@/?#]*)/?", Pattern.DOTALL);

    private static final Pattern PLACE =
            Pattern.compile("(?:\\[(?<six>[0-9A-Fa-f:.]+)\\]|(?<host>[^:\\[\\]]*))(?::(?<port>[0-9]*))?");

    private ProxySyntax() {}

    /**
     * Returns the address.
     *
     * @throws Refused with a message that follows "was"
     */
    static ProxyAddress parse(String text) throws Refused {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new Refused("one with a path, a query or a fragment");
        }
        ProxyAddress.Scheme scheme = scheme(form.group("scheme"));
        Matcher place = PLACE.matcher(form.group("place"));
        if (!place.matches()) {
            throw new Refused("one with something other than host:port");
        }
        String host = place.group("six") == null ? place.group("host") : place.group("six");
        if (host == null || host.isEmpty() || !ListenHost.isValid(host)) {
            throw new Refused("one without a valid host name");
        }
        return new ProxyAddress(scheme, host, port(place.group("port"), scheme), login(form.group("login"), scheme));
    }

    private static ProxyAddress.Scheme scheme(String written) throws Refused {
        if (written == null) {
            return ProxyAddress.Scheme.HTTP;
        }
        for (ProxyAddress.Scheme scheme : ProxyAddress.Scheme.values()) {
            if (scheme.name().equalsIgnoreCase(written)) {
                return scheme;
            }
        }
        throw new Refused("one with the scheme " + written.toLowerCase(Locale.ROOT));
    }

    private static int port(String written, ProxyAddress.Scheme scheme) throws Refused {
        if (written == null || written.isEmpty()) {
            return scheme.defaultPort();
        }
        int port = written.length() > 5 ? 0 : Integer.parseInt(written);
        if (port < 1 || port > 65_535) {
            throw new Refused("one with a port outside 1..65535");
        }
        return port;
    }

    private static Optional<ProxyAddress.Login> login(String written, ProxyAddress.Scheme scheme) throws Refused {
        if (written == null || written.isEmpty()) {
            return Optional.empty();
        }
        int colon = written.indexOf(':');
        String user = decoded(colon < 0 ? written : written.substring(0, colon));
        String password = colon < 0 ? "" : decoded(written.substring(colon + 1));
        if ((user + password).chars().anyMatch(Character::isISOControl)) {
            throw new Refused("one with control characters in the user name or password");
        }
        boolean socks = scheme == ProxyAddress.Scheme.SOCKS5 || scheme == ProxyAddress.Scheme.SOCKS5H;
        if (socks && !(fitsSocks(user) && fitsSocks(password))) {
            throw new Refused("one whose user name or password SOCKS5 cannot carry (at most 255 ASCII characters)");
        }
        return Optional.of(new ProxyAddress.Login(user, password));
    }

    /** RFC 1929 has a length of one byte and specifies no encoding. */
    private static boolean fitsSocks(String text) {
        return text.length() <= 255 && text.chars().allMatch(c -> c < 0x7F);
    }

    /** Decodes percent-encoded bytes as UTF-8; other percent signs are literal. */
    private static String decoded(String text) throws Refused {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer decoded = ByteBuffer.allocate(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int value = bytes[i] == '%' && i + 2 < bytes.length ? hex(bytes[i + 1], bytes[i + 2]) : -1;
            decoded.put(value < 0 ? bytes[i] : (byte) value);
            i += value < 0 ? 0 : 2;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
        } catch (CharacterCodingException notText) {
            throw new Refused("one whose user name or password is not valid UTF-8 after percent-decoding");
        }
    }

    private static int hex(byte high, byte low) {
        int first = Character.digit(high, 16);
        int second = Character.digit(low, 16);
        return first < 0 || second < 0 ? -1 : 16 * first + second;
    }

    /** The text is not a proxy's address. The message quotes only its scheme. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }
}
