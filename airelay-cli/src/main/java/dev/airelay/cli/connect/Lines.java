package dev.airelay.cli.connect;

/** Positions of lines in a text. */
final class Lines {
    private Lines() {}

    /** Returns where the line of this position begins. */
    static int start(String text, int position) {
        return text.lastIndexOf('\n', position - 1) + 1;
    }

    /** Returns where the line of this position ends, before its line break. */
    static int end(String text, int position) {
        int end = text.indexOf('\n', position);
        if (end < 0) {
            return text.length();
        }
        return end > position && text.charAt(end - 1) == '\r' ? end - 1 : end;
    }

    /** Returns where the next line begins; the text's length in the last one. */
    static int next(String text, int position) {
        int end = text.indexOf('\n', position);
        return end < 0 ? text.length() : end + 1;
    }

    /** Returns the line break that the text uses. */
    static String breakOf(String text) {
        int first = text.indexOf('\n');
        return first > 0 && text.charAt(first - 1) == '\r' ? "\r\n" : "\n";
    }

    /** Returns the spaces and tabs with which the line of this position begins. */
    static String indent(String text, int position) {
        int from = start(text, position);
        int to = from;
        while (to < text.length() && isBlank(text.charAt(to))) {
            to++;
        }
        return text.substring(from, to);
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /** Returns whether the text ends in the middle of a line. */
    static boolean open(String text) {
        return !text.isEmpty() && !text.endsWith("\n");
    }

    /** Returns the text without a part of it. */
    static String cut(String text, int from, int to) {
        return text.substring(0, from) + text.substring(to);
    }

    static String insert(String text, int position, String added) {
        return text.substring(0, position) + added + text.substring(position);
    }
}
