package dev.airelay.server.storage;

import dev.airelay.server.http.PercentText;
import java.util.regex.Pattern;

/** The header that makes a browser save an answer instead of showing it. */
final class ContentDisposition {

    private static final Pattern UNSAFE = Pattern.compile("[^\\x20-\\x7e]|[\"\\\\%]");

    private ContentDisposition() {}

    /** Returns the header's value for a file of this name, which may be any text. */
    static String attachment(String filename) {
        String ascii = UNSAFE.matcher(filename).replaceAll("_");
        String plain = "attachment; filename=\"" + ascii + "\"";
        return ascii.equals(filename) ? plain : plain + "; filename*=UTF-8''" + PercentText.encode(filename);
    }
}
