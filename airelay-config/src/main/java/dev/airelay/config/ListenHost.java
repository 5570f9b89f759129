package dev.airelay.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Checks on the text of a listener's host name. No name is ever looked up. */
final class ListenHost {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]{0,251}[A-Za-z0-9_.])?");
    private static final Pattern DOTTED_NUMBERS = Pattern.compile("[0-9.]+");
    private static final Pattern LEADING_ZERO = Pattern.compile("(^|\\.)0[0-9]");
    private static final Pattern PREFIX = Pattern.compile("[0-9]{1,3}");
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\\.|$)){4}(?<!\\.)");

    private ListenHost() {}

    static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    static boolean isValid(String host) {
        if (host.indexOf(':') >= 0) {
            return isIpv6(host);
        }
        return DOTTED_NUMBERS.matcher(host).matches()
                ? IPV4.matcher(host).matches()
                : NAME.matcher(host).matches();
    }

    /** Whether it is an address without brackets and zone, or one with a prefix length: {@code fd00::/8}. */
    static boolean isAddressOrRange(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        boolean ipv6 = address.indexOf(':') >= 0;
        boolean written = ipv6
                ? address.indexOf('%') < 0
                : IPV4.matcher(address).matches()
                        && !LEADING_ZERO.matcher(address).find();
        try {
            int bits = written ? InetAddress.getByName(address).getAddress().length * Byte.SIZE : 0;
            return written && (slash < 0 || isPrefix(text.substring(slash + 1), bits));
        } catch (UnknownHostException notAnAddress) {
            return false;
        }
    }

    private static boolean isPrefix(String digits, int most) {
        return PREFIX.matcher(digits).matches() && Integer.parseInt(digits) <= most;
    }

    private static boolean isIpv6(String host) {
        try {
            return host.indexOf('/') < 0 && addressOf(host).getHostAddress() != null;
        } catch (UnknownHostException notAnAddress) {
            return false;
        }
    }

    /** Only called for text with a colon, which the JDK parses as an address and never looks up. */
    private static InetAddress addressOf(String ipv6) throws UnknownHostException {
        int zone = ipv6.indexOf('%');
        return InetAddress.getByName(zone < 0 ? ipv6 : ipv6.substring(0, zone));
    }

    static boolean isLoopback(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.indexOf(':') >= 0) {
            return test(name, InetAddress::isLoopbackAddress);
        }
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || (name.startsWith("127.") && IPV4.matcher(name).matches());
    }

    /** Returns the host for a URL by which a client on this machine reaches a listener bound to {@code host}. */
    static String inUrl(String host) {
        if (host.equals("0.0.0.0")) {
            return "127.0.0.1";
        }
        if (host.indexOf(':') < 0) {
            return host;
        }
        // RFC 6874: the percent sign before a zone is itself percent-encoded.
        return test(host, InetAddress::isAnyLocalAddress) ? "[::1]" : "[" + host.replace("%", "%25") + "]";
    }

    private static boolean test(String ipv6, Predicate<InetAddress> question) {
        try {
            return question.test(addressOf(ipv6));
        } catch (UnknownHostException notAnAddress) {
            return false;
        }
    }
}
