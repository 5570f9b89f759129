package dev.airelay.transforms.input;

import dev.airelay.transforms.request.Location;
import dev.airelay.transforms.request.Rejections;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * A data URL, RFC 2397, in the form that the upstream accepts: scheme, type and encoding in lower case, the content as
 * padded base64 in the standard alphabet. Content that already has this form is not copied: images are megabytes large.
 *
 * @param mediaType media type in lower case, without parameters; empty when the URL has none
 * @param text the whole URL
 * @param contentStart index in {@code text} at which the base64 begins
 */
record DataUrl(String mediaType, String text, int contentStart) {

    private static final String SCHEME = "data:";
    private static final String ENCODING = ";base64";
    /** Far more than a media type and its parameters need. */
    private static final int MAX_HEADER_CHARS = 1024;

    private static final String BROKEN = "Expected base64-encoded content, but it is empty or invalid.";

    /**
     * Returns empty if the text is not a data URL, or if {@code ;base64} is missing although the content is not text. *
     * @param at the place of the text, for the error of a data URL whose content is empty or invalid
     */
    static Optional<DataUrl> parse(String given, Location at) {
        String url = given.strip();
        int comma = url.substring(0, Math.min(url.length(), MAX_HEADER_CHARS)).indexOf(',');
        if (comma < 0 || !url.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        String[] parameters = url.substring(SCHEME.length(), comma).split(";", -1);
        String mediaType = parameters[0].strip().toLowerCase(Locale.ROOT);
        boolean base64 = parameters[parameters.length - 1].strip().equalsIgnoreCase(ENCODING.substring(1));
        if (!base64 && !mediaType.isEmpty() && !TextTypes.matches(mediaType)) {
            return Optional.empty();
        }
        StringBuilder header = new StringBuilder(SCHEME).append(mediaType);
        for (int i = 1; i < parameters.length - (base64 ? 1 : 0); i++) {
            header.append(';').append(parameters[i].strip());
        }
        header.append(ENCODING).append(',');
        if (base64 && url.startsWith(header.toString()) && isNormal(url, comma + 1)) {
            return Optional.of(new DataUrl(mediaType, url, comma + 1));
        }
        String content = url.substring(comma + 1);
        String whole = header + (base64 ? base64(content, at) : encoded(content, at));
        return Optional.of(new DataUrl(mediaType, whole, header.length()));
    }

    /** Returns a data URL of these parts. */
    static DataUrl of(String mediaType, String base64) {
        String header = SCHEME + mediaType + ENCODING + ",";
        return new DataUrl(mediaType, header + base64, header.length());
    }

    /** Returns the same content under another media type. */
    DataUrl withMediaType(String other) {
        return other.equals(mediaType) ? this : of(other, text.substring(contentStart));
    }

    /** Returns the first bytes of the content, at most {@code length}. */
    byte[] beginning(int length) {
        int end = Math.min(text.length(), contentStart + length / 3 * 4);
        return Base64.getDecoder().decode(text.substring(contentStart, end));
    }

    /**
     * Returns the same base64, padded and in the standard alphabet, without white space and percent-encoding.
     *
     * @throws dev.airelay.transforms.failure.RequestRejected when it is empty or not base64
     */
    static String base64(String text, Location at) {
        if (isNormal(text, 0)) {
            return text;
        }
        return repaired(text.indexOf('%') < 0 ? text : percentDecoded(text, at), at);
    }

    private static boolean isNormal(String base64, int start) {
        int end = withoutPadding(base64, base64.length());
        boolean normal = (base64.length() - start) % 4 == 0 && end > start;
        for (int i = start; normal && i < end; i++) {
            normal = isStandard(base64.charAt(i));
        }
        return normal;
    }

    private static String repaired(String base64, Location at) {
        StringBuilder content = new StringBuilder(base64.length() + 2);
        for (int i = 0; i < base64.length(); i++) {
            char c = base64.charAt(i);
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                content.append(c == '-' ? '+' : c == '_' ? '/' : c);
            }
        }
        content.setLength(withoutPadding(content, content.length()));
        boolean valid = !content.isEmpty() && content.length() % 4 != 1;
        for (int i = 0; valid && i < content.length(); i++) {
            valid = isStandard(content.charAt(i));
        }
        if (!valid) {
            throw Rejections.invalid(at, BROKEN);
        }
        return content.append("=".repeat(-content.length() & 3)).toString();
    }

    private static int withoutPadding(CharSequence base64, int length) {
        int end = length;
        while (end > 0 && end > length - 2 && base64.charAt(end - 1) == '=') {
            end--;
        }
        return end;
    }

    private static boolean isStandard(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
    }

    /** Returns the content of a URL without base64 as base64. */
    private static String encoded(String content, Location at) {
        if (content.isEmpty()) {
            throw Rejections.invalid(at, BROKEN);
        }
        byte[] bytes = percentDecoded(content, at).getBytes(StandardCharsets.ISO_8859_1);
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Returns a character for each byte; invalid non-ASCII characters count as their bytes in UTF-8. */
    private static String percentDecoded(String text, Location at) {
        byte[] given = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(given.length);
        for (int i = 0; i < given.length; i++) {
            if (given[i] != '%') {
                decoded.write(given[i]);
                continue;
            }
            if (i + 2 >= given.length || !HexFormat.isHexDigit(given[i + 1]) || !HexFormat.isHexDigit(given[i + 2])) {
                throw Rejections.invalid(at, "the data URL contains an invalid percent-encoding.");
            }
            decoded.write(HexFormat.fromHexDigit(given[i + 1]) << 4 | HexFormat.fromHexDigit(given[i + 2]));
            i += 2;
        }
        return decoded.toString(StandardCharsets.ISO_8859_1);
    }
}
