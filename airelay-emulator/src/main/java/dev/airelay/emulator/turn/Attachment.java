package dev.airelay.emulator.turn;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Describes an attached image or file: type and size of a data URL, the address of another. */
final class Attachment {
    private static final Pattern DATA_URL = Pattern.compile("data:([^;,]*)(?:;[^,]*)?,");

    private Attachment() {}

    static String described(String url) {
        Matcher data = DATA_URL.matcher(url);
        if (!data.lookingAt()) {
            return url.isEmpty() ? "(no content)" : url;
        }
        String type = data.group(1).isEmpty() ? "text/plain" : data.group(1);
        return type + ", " + size(data.group(), url.substring(data.end())) + " bytes";
    }

    private static int size(String head, String content) {
        if (!head.endsWith(";base64,")) {
            return content.length();
        }
        try {
            return Base64.getMimeDecoder().decode(content).length;
        } catch (IllegalArgumentException notBase64) {
            return content.length();
        }
    }
}
