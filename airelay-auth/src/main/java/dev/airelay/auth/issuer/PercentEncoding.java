package dev.airelay.auth.issuer;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The percent-encoding of queries and forms: everything but RFC 3986's unreserved characters is encoded, a space as {@code
 * %20}. The login server accepts both forms of a space; the Codex CLI sends this one.
 */
public final class PercentEncoding {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private PercentEncoding() {}

    /** The encoded form of the text's UTF-8 bytes. */
    public static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (isUnreserved(octet)) {
                encoded.append((char) octet);
            } else {
                encoded.append('%').append(HEX.toHexDigits(octet));
            }
        }
        return encoded.toString();
    }

    /**
     * The text of one name or value of a query; a plus sign is a space.
     *
     * @throws IllegalArgumentException when a percent sign is not followed by two hex digits
     */
    public static String decode(String encoded) {
        return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    }

    private static boolean isUnreserved(byte octet) {
        boolean letter = (octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z');
        boolean digit = octet >= '0' && octet <= '9';
        return letter || digit || octet == '-' || octet == '.' || octet == '_' || octet == '~';
    }
}
