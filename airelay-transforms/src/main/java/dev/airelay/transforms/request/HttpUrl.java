package dev.airelay.transforms.request;

/** Recognises http(s) addresses. */
final class HttpUrl {

    private HttpUrl() {}

    static boolean matches(String text) {
        return startsWith(text, "https://") || startsWith(text, "http://");
    }

    private static boolean startsWith(String text, String scheme) {
        return text.length() > scheme.length() && text.regionMatches(true, 0, scheme, 0, scheme.length());
    }
}
