package dev.airelay.transforms.request;

import java.util.Locale;
import java.util.Optional;

/**
 * A data URL with base64 content, RFC 2397. The content stays where it is: images are megabytes long.
 *
 * @param mediaType media type in lower case, without parameters
 * @param text the whole URL
 * @param contentStart index in {@code text} at which the base64 begins
 */
record DataUrl(String mediaType, String text, int contentStart) {

    private static final String SCHEME = "data:";
    private static final String ENCODING = ";base64";

    /** Returns empty when the text is not a data URL or does not announce base64. */
    static Optional<DataUrl> parse(String text) {
        int comma = text.indexOf(',');
        if (comma < 0 || !text.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        String header = text.substring(SCHEME.length(), comma).toLowerCase(Locale.ROOT);
        if (!header.endsWith(ENCODING)) {
            return Optional.empty();
        }
        int parameters = header.indexOf(';');
        return Optional.of(new DataUrl(header.substring(0, parameters), text, comma + 1));
    }

    /** Returns a data URL of these parts. */
    static String of(String mediaType, String base64) {
        return SCHEME + mediaType + ENCODING + "," + base64;
    }

    /** Returns the same content under another media type. */
    String withMediaType(String other) {
        return of(other, text.substring(contentStart));
    }

    /** Throws when the content is empty or not base64. */
    void checkBase64(Location at) {
        checkBase64(text, contentStart, at);
    }

    /** Throws when {@code text} from {@code start} on is empty or not padded base64 of the standard alphabet. */
    static void checkBase64(String text, int start, Location at) {
        int end = text.length();
        while (end > start && end > text.length() - 2 && text.charAt(end - 1) == '=') {
            end--;
        }
        boolean valid = end > start && (text.length() - start) % 4 == 0;
        for (int i = start; valid && i < end; i++) {
            valid = isBase64(text.charAt(i));
        }
        if (!valid) {
            throw Faults.invalid(at, "Expected base64-encoded content, but it is empty or broken.");
        }
    }

    private static boolean isBase64(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
    }
}
