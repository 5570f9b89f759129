package dev.airelay.security;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The host part of a Host header. No name is ever looked up.
 *
 * @param name lower case, without port, brackets and final dot
 * @param address whether it is an IP address
 */
record HostName(String name, boolean address) {
    private static final Pattern IPV6 = Pattern.compile("\\[([0-9a-f:.]{2,45})(%[^\\]]*)?](:[0-9]{0,5})?");
    private static final Pattern NAME = Pattern.compile("([a-z0-9_-]+(\\.[a-z0-9_-]+)*)\\.?(:[0-9]{0,5})?");
    private static final Pattern IPV4 = Pattern.compile("([0-9]{1,3}\\.){3}[0-9]{1,3}");
    private static final Pattern IPV6_LOOPBACK = Pattern.compile("[0:]*:0{0,3}1");
    private static final int MAX_LENGTH = 300;

    /** Parses the header's value; empty if it is not a host. */
    static Optional<HostName> parse(String header) {
        if (header.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String text = header.strip().toLowerCase(Locale.ROOT);
        Matcher ipv6 = IPV6.matcher(text);
        if (ipv6.matches()) {
            return Optional.of(new HostName(ipv6.group(1), true));
        }
        Matcher name = NAME.matcher(text);
        return name.matches()
                ? Optional.of(
                        new HostName(name.group(1), IPV4.matcher(name.group(1)).matches()))
                : Optional.empty();
    }

    /** Returns it as it is written in a URL. */
    String withoutPort() {
        return name.indexOf(':') >= 0 ? "[" + name + "]" : name;
    }

    boolean loopback() {
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || (address
                        && (name.startsWith("127.")
                                || IPV6_LOOPBACK.matcher(name).matches()));
    }
}
