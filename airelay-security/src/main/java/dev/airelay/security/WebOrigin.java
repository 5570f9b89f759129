package dev.airelay.security;

import java.util.Locale;
import java.util.Optional;

/**
 * A page's origin as browsers send it: {@code scheme://host}, possibly with a port. A page without one, such as a local file
 * or a sandboxed frame, sends {@code null}; some web views send {@code file://}.
 *
 * @param scheme lower case; {@code null} for the page without an origin
 * @param host lower case; empty for {@code file://}
 * @param port empty for none and for the scheme's default
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6454#section-6.2">RFC 6454, section 6.2</a>
 */
record WebOrigin(String scheme, String host, String port) {
    private static final int MAX_LENGTH = 300;
    private static final int MAX_PORT_DIGITS = 5;
    /**
     * The characters of a host besides letters and digits; {@code *} is allowed (RFC 3986, 3.2.2), though no page's host has
     * it.
     */
    private static final String IN_A_HOST = "._~%!$&'()*+;=-";

    /** Parses an Origin header or a configured origin; empty when it is neither an origin nor {@code null}. */
    static Optional<WebOrigin> parse(String text) {
        String origin = text.strip().toLowerCase(Locale.ROOT);
        if (origin.equals("null")) {
            return Optional.of(new WebOrigin("null", "", ""));
        }
        int end = origin.indexOf("://");
        if (end < 0 || origin.length() > MAX_LENGTH || !isScheme(origin.substring(0, end))) {
            return Optional.empty();
        }
        String scheme = origin.substring(0, end);
        String authority = origin.substring(end + 3);
        int colon = authority.indexOf(':', authority.lastIndexOf(']') + 1);
        String host = colon < 0 ? authority : authority.substring(0, colon);
        String port = colon < 0 ? "" : authority.substring(colon + 1);
        boolean valid = authority.isEmpty() ? scheme.equals("file") : isHost(host) && (colon < 0 || isPort(port));
        return valid ? Optional.of(new WebOrigin(scheme, host, isOwnPort(scheme, port) ? "" : port)) : Optional.empty();
    }

    /** Whether it is a web page, whose origin belongs to an identifiable owner. */
    boolean ofTheWeb() {
        return scheme.equals("http") || scheme.equals("https");
    }

    /** Returns it as browsers write it. */
    String text() {
        return scheme.equals("null") ? scheme : scheme + "://" + host + (port.isEmpty() ? "" : ":" + port);
    }

    private static boolean isScheme(String text) {
        return !text.isEmpty()
                && text.charAt(0) >= 'a'
                && text.charAt(0) <= 'z'
                && text.chars().allMatch(c -> isLetterOrDigit(c) || "+.-".indexOf(c) >= 0);
    }

    /** Browsers write internationalized names in ASCII ({@code xn--}). Only an address in brackets has colons. */
    private static boolean isHost(String text) {
        return (text.startsWith("[") && text.endsWith("]") && text.length() > 2)
                ? text.chars()
                        .skip(1)
                        .limit(text.length() - 2L)
                        .allMatch(c -> "0123456789abcdef".indexOf(c) >= 0 || c == ':' || c == '.')
                : !text.isEmpty() && text.chars().allMatch(c -> isLetterOrDigit(c) || IN_A_HOST.indexOf(c) >= 0);
    }

    private static boolean isLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    private static boolean isPort(String text) {
        return text.equals("*")
                || (!text.isEmpty()
                        && text.length() <= MAX_PORT_DIGITS
                        && text.chars().allMatch(c -> c >= '0' && c <= '9'));
    }

    private static boolean isOwnPort(String scheme, String port) {
        return (scheme.equals("http") && port.equals("80")) || (scheme.equals("https") && port.equals("443"));
    }
}
