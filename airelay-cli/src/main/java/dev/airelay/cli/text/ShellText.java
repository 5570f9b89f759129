package dev.airelay.cli.text;

import java.util.regex.Pattern;

/** Text as a POSIX shell reads it back. */
public final class ShellText {
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private ShellText() {}

    /** One word, quoted only if it must be. */
    public static String word(String text) {
        return HARMLESS.matcher(text).matches() ? text : quoted(text);
    }

    /** One word in single quotes. */
    public static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /** Returns the text without this ending; the text itself if it ends otherwise. */
    public static String without(String ending, String text) {
        return text.endsWith(ending) ? text.substring(0, text.length() - ending.length()) : text;
    }
}
