package dev.airelay.cli.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Text broken into lines at spaces. */
public final class WrappedText {
    private static final Pattern SPACES = Pattern.compile(" +");

    private WrappedText() {}

    /**
     * Returns the lines; none is longer than the width unless a single word is. A text that fits is a line as it is.
     *
     * @param width in characters, above zero
     */
    public static List<String> lines(String text, int width) {
        if (text.length() <= width) {
            return List.of(text);
        }
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : SPACES.split(text.strip(), -1)) {
            if (line.length() > 0 && (long) line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /** Returns the length of the longest word, the least width without a line that is longer. */
    public static int longestWord(String text) {
        return SPACES.splitAsStream(text).mapToInt(String::length).max().orElse(0);
    }

    /** Returns the lines of a text that may begin with spaces; each line begins with as many. */
    public static List<String> indented(String text, int width) {
        String indent = text.substring(0, text.length() - text.stripLeading().length());
        return lines(text.substring(indent.length()), Math.max(1, width - indent.length())).stream()
                .map(line -> indent + line)
                .toList();
    }

    /** Returns the text; one that is longer than the width is cut and ends with an ellipsis. */
    public static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + "…";
    }
}
