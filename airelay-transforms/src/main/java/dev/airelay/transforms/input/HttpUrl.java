package dev.airelay.transforms.input;

import java.util.Locale;

/** Recognizes http(s) URLs. */
final class HttpUrl {

    private HttpUrl() {}

    static boolean matches(String text) {
        return startsWith(text, "https://") || startsWith(text, "http://");
    }

    /** Returns a URL with its scheme in lower case, as the upstream requires; any other text unchanged. */
    static String normalized(String text) {
        int end = text.indexOf(':');
        return matches(text) ? text.substring(0, end).toLowerCase(Locale.ROOT) + text.substring(end) : text;
    }

    private static boolean startsWith(String text, String scheme) {
        return text.length() > scheme.length() && text.regionMatches(true, 0, scheme, 0, scheme.length());
    }
}
