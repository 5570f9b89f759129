package dev.airelay.traffic.redact;

import dev.airelay.base.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces the content of data URLs by hash and size. */
final class DataUrls {
    private static final Pattern BASE64 = Pattern.compile(
            "\\bdata:([a-z0-9.+/-]{0,100}+(?:;[a-z0-9.+/_=-]{0,100}+){0,5}?);base64,([a-z0-9+/_%-]*+={0,2})",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern WHOLE = Pattern.compile(
            "data:([a-z0-9.+/-]{0,100}+(?:;[a-z0-9.+/_=-]{0,100}+){0,5}),([^\\s\"'<>]*+)", Pattern.CASE_INSENSITIVE);

    private DataUrls() {}

    static String summarisedIn(String text) {
        if (!text.contains("ata:") && !text.contains("ATA:")) {
            return text;
        }
        String summarised = BASE64.matcher(text).replaceAll(url -> summary(url.group(1), decoded(url.group(2))));
        Matcher whole = WHOLE.matcher(summarised);
        return whole.matches() ? summary(whole.group(1), whole.group(2).getBytes(StandardCharsets.UTF_8)) : summarised;
    }

    /** Returns the summary of a file's content, which is a data URL or bare base64. */
    static String fileSummary(String content) {
        String summarised = summarisedIn(content);
        return summarised.equals(content) ? summary("", decoded(content)) : summarised;
    }

    private static String summary(String mediaType, byte[] content) {
        return "[DATA " + (mediaType.isEmpty() ? "" : mediaType + " ") + content.length + " bytes sha256:"
                + Sha256.hex(content) + "]";
    }

    private static byte[] decoded(String base64) {
        String plain = base64.replace('-', '+').replace('_', '/');
        try {
            return Base64.getMimeDecoder().decode(plain);
        } catch (IllegalArgumentException notBase64) {
            return base64.getBytes(StandardCharsets.UTF_8);
        }
    }
}
