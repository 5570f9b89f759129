package dev.airelay.cli.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Text as a POSIX shell reads it back. */
public final class ShellText {
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private static final char NONE = '\0';

    private ShellText() {}

    /** One word, quoted only if it must be. */
    public static String word(String text) {
        return HARMLESS.matcher(text).matches() ? text : quoted(text);
    }

    /** One word in single quotes. */
    public static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /**
     * Returns the words of a command line, as in {@code EDITOR}. Quotes of both kinds join what is between them; a backslash
     * does so for a space or a quote only, as Windows puts backslashes into paths. Nothing is expanded.
     */
    public static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        char quote = NONE;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            char next = i + 1 < line.length() ? line.charAt(i + 1) : NONE;
            if (c == '\\' && quote != '\'' && (next == '"' || (quote == NONE && (next == ' ' || next == '\'')))) {
                word.append(next);
                begun = true;
                i++;
            } else if (c == quote) {
                quote = NONE;
            } else if (quote == NONE && (c == '"' || c == '\'')) {
                quote = c;
                begun = true;
            } else if (quote == NONE && Character.isWhitespace(c)) {
                if (begun) {
                    words.add(word.toString());
                }
                word.setLength(0);
                begun = false;
            } else {
                word.append(c);
                begun = true;
            }
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }

    /** Returns the text without this ending; the text itself if it ends otherwise. */
    public static String without(String ending, String text) {
        return text.endsWith(ending) ? text.substring(0, text.length() - ending.length()) : text;
    }
}
