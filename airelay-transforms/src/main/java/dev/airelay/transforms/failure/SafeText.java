package dev.airelay.transforms.failure;

import dev.airelay.base.LogSafeText;
import java.util.Locale;

/** Makes upstream text fit for a client's eyes: no markup, no credentials, bounded. */
final class SafeText {

    private static final int MAX_CHARS = 2000;

    private SafeText() {}

    /** Returns true when the text is a web page rather than a message. */
    static boolean isMarkup(String text) {
        String start = text.stripLeading().toLowerCase(Locale.ROOT);
        return start.startsWith("<!doctype") || start.startsWith("<html") || start.contains("<body");
    }

    /** Returns the text with everything that looks like a credential replaced, cut to a length that logs bear. */
    static String shown(String text) {
        return LogSafeText.withoutCredentials(LogSafeText.cut(text, MAX_CHARS));
    }
}
