package dev.airelay.config;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A TOML file as the parser receives it: without empty lines and comment lines. The parser's work grows with the cube of the
 * number of such lines in a row. The positions that it reports are mapped back to the file's.
 */
final class TomlSource {
    private static final int MAX_LINES = 20_000;

    /** No setting needs a longer string, and missing closing quotes would hide the rest of the file from this class. */
    private static final int MAX_LINES_OF_TEXT = 100;

    /** The position of an earlier definition in the parser's messages. */
    private static final Pattern PLACE = Pattern.compile("\\bat line ([0-9]{1,9}), column ");

    private final String shown;
    private final String file;
    private final StringBuilder kept = new StringBuilder();
    private int[] lines = new int[256];
    private int keptLines;

    /** The quote of the open multi-line string, or 0. */
    private char open;

    private int openedAt;
    private boolean inValue;
    private int arrayDepth;

    private TomlSource(String shown, String file) {
        this.shown = shown;
        this.file = file;
    }

    /**
     * Reads a file.
     *
     * @param shown the file's name in messages
     * @throws ConfigException when it has too many lines
     */
    static TomlSource of(String shown, String file) {
        TomlSource source = new TomlSource(shown, file);
        source.readLines();
        return source;
    }

    /** Returns the text for the parser. */
    String text() {
        return kept.toString();
    }

    /** Returns the file's line for a line of {@link #text()}, both counted from 1. */
    int line(int parsed) {
        return lines[Math.min(parsed, keptLines) - 1];
    }

    /** Returns a message of the parser with the file's lines in it. */
    String message(String parserMessage) {
        return PLACE.matcher(parserMessage)
                .replaceAll(place ->
                        Matcher.quoteReplacement("at line " + line(Integer.parseInt(place.group(1))) + ", column "));
    }

    private void readLines() {
        int from = 0;
        for (int number = 1; from <= file.length(); number++) {
            if (number > MAX_LINES && from < file.length()) {
                throw refused(
                        number,
                        "the file has more than " + MAX_LINES
                                + " lines; remove those that are not settings of AIRelay");
            }
            int end = file.indexOf('\n', from);
            boolean last = end < 0;
            int to = last ? file.length() : end;
            // The last line is kept, because the parser may report the file's end.
            if (last || open != 0 || !saysNothing(from, to)) {
                keep(from, last ? to : to + 1, number);
                follow(from, to, number);
            }
            from = to + 1;
        }
    }

    private boolean saysNothing(int from, int to) {
        int i = from;
        while (i < to && (file.charAt(i) == ' ' || file.charAt(i) == '\t')) {
            i++;
        }
        int end = to > i && file.charAt(to - 1) == '\r' ? to - 1 : to;
        boolean comment = i < end && file.charAt(i) == '#';
        while (comment && i < end && mayBeInComment(file.charAt(i))) {
            i++;
        }
        return i == end;
    }

    /** A comment with any other character is left for the parser to reject. */
    private static boolean mayBeInComment(char c) {
        return c == '\t' || (c >= ' ' && c != 0x7f);
    }

    private void keep(int from, int to, int number) {
        if (keptLines == lines.length) {
            lines = Arrays.copyOf(lines, 2 * keptLines);
        }
        lines[keptLines++] = number;
        kept.append(file, from, to);
    }

    /** Tracks the strings of a line, to know whether the next line begins inside one. */
    private void follow(int from, int to, int number) {
        if (open != 0 && number - openedAt >= MAX_LINES_OF_TEXT) {
            throw refused(
                    openedAt,
                    "contains a string of more than " + MAX_LINES_OF_TEXT
                            + " lines, which no setting needs; check its closing quotes");
        }
        int i = from;
        while (i < to) {
            i = open == 0 ? outside(i, to, number) : inside(i, to);
        }
        inValue &= open != 0 || arrayDepth > 0;
    }

    private int outside(int i, int to, int number) {
        char c = file.charAt(i);
        switch (c) {
            case '#' -> {
                return to;
            }
            case '=' -> inValue = true;
            case '[' -> arrayDepth += inValue ? 1 : 0;
            case ']' -> arrayDepth -= arrayDepth > 0 ? 1 : 0;
            case '"', '\'' -> {
                if (!inValue || quotes(c, i, to) < 3) {
                    return afterString(c, i + 1, to);
                }
                open = c;
                openedAt = number;
                return i + 3;
            }
            default -> {
                // Any other character neither opens nor closes a string.
            }
        }
        return i + 1;
    }

    private int afterString(char quote, int from, int to) {
        int i = from;
        while (i < to && file.charAt(i) != quote) {
            i += escapes(quote, i) ? 2 : 1;
        }
        return i + 1;
    }

    private int inside(int i, int to) {
        if (escapes(open, i)) {
            return i + 2;
        }
        int quotes = quotes(open, i, to);
        if (quotes < 3) {
            return i + 1;
        }
        open = 0;
        // Up to two quotes belong to the string; six close it and open another.
        return i + (quotes < 6 ? quotes : 3);
    }

    private boolean escapes(char quote, int i) {
        return quote == '"' && file.charAt(i) == '\\';
    }

    private int quotes(char quote, int from, int to) {
        int i = from;
        while (i < to && i < from + 6 && file.charAt(i) == quote) {
            i++;
        }
        return i - from;
    }

    private ConfigException refused(int line, String reason) {
        return new ConfigException(new ConfigProblem(shown, line, 0, "", reason), null);
    }
}
