package dev.airelay.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Parses IP addresses. No name is ever looked up. */
final class IpLiteral {
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.|$)){4}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

    private IpLiteral() {}

    /** Parses an address without brackets, port or zone; empty if it is not one. */
    static Optional<InetAddress> parse(String text) {
        boolean ipv4 = IPV4.matcher(text).matches() && !text.endsWith(".");
        boolean ipv6 = text.indexOf(':') >= 0 && IPV6.matcher(text).matches();
        if (!ipv4 && !ipv6) {
            return Optional.empty();
        }
        try {
            // The JDK parses text with a colon, and four numbers, as an address or rejects it.
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException notAnAddress) {
            return Optional.empty();
        }
    }
}
