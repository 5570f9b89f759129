package dev.airelay.transforms.reply;

import java.util.List;

/**
 * Searches for stop sequences in a text that arrives in pieces. Only a possible beginning of a sequence is held back; the
 * work is linear in the text. Not safe for concurrent use.
 *
 * <p>The sequence that is complete first wins; of two that end at the same position, the longer one.
 */
public final class StopScanner {

    private final Pattern[] patterns;
    private final StringBuilder held = new StringBuilder();
    private boolean matched;
    private String match = "";

    /**
     * Creates a scanner.
     *
     * @param stops the sequences, none of them empty, all well-formed Unicode; may be empty
     */
    public StopScanner(List<String> stops) {
        patterns = stops.stream().map(Pattern::new).toArray(Pattern[]::new);
    }

    /** Returns true if there are no sequences: the text is returned unchanged. */
    public boolean idle() {
        return patterns.length == 0;
    }

    /** Returns whether a sequence was found; later text is dropped. */
    public boolean matched() {
        return matched;
    }

    /** Returns the sequence that was found; empty if none was. */
    public String match() {
        return match;
    }

    /**
     * Accepts the next piece and returns the text that may be shown now, possibly none. Never ends inside a surrogate pair.
     */
    public String feed(CharSequence piece) {
        if (matched) {
            return "";
        }
        if (idle()) {
            return piece.toString();
        }
        for (int i = 0; i < piece.length(); i++) {
            held.append(piece.charAt(i));
            int length = advance(piece.charAt(i));
            if (length > 0) {
                matched = true;
                match = held.substring(held.length() - length);
                held.setLength(held.length() - length);
                return take(held.length());
            }
        }
        return take(held.length() - openLength());
    }

    /** Ends the text, or a section that no sequence may span. Returns the held-back text. */
    public String flush() {
        if (matched) {
            return "";
        }
        for (Pattern pattern : patterns) {
            pattern.state = 0;
        }
        return take(held.length());
    }

    /** Returns the number of Unicode characters held back. */
    public int heldCodePoints() {
        return held.codePointCount(0, held.length());
    }

    /** Returns the length of the longest sequence that ends with this character, or 0. */
    private int advance(char c) {
        int longest = 0;
        for (Pattern pattern : patterns) {
            if (pattern.advance(c)) {
                longest = Math.max(longest, pattern.length());
            }
        }
        return longest;
    }

    /** Returns the number of characters at the end that may begin a sequence. */
    private int openLength() {
        int longest = 0;
        for (Pattern pattern : patterns) {
            longest = Math.max(longest, pattern.state);
        }
        return longest;
    }

    private String take(int length) {
        String taken = held.substring(0, length);
        held.delete(0, length);
        return taken;
    }

    /** One sequence as a Knuth-Morris-Pratt automaton. */
    private static final class Pattern {

        private final String text;
        private final int[] borders;
        private int state;

        Pattern(String text) {
            this.text = text;
            this.borders = new int[text.length()];
            for (int i = 1; i < text.length(); i++) {
                borders[i] = next(borders[i - 1], text.charAt(i));
            }
        }

        int length() {
            return text.length();
        }

        boolean advance(char c) {
            state = next(state, c);
            return state == text.length();
        }

        private int next(int from, char c) {
            int length = from;
            while (length > 0 && text.charAt(length) != c) {
                length = borders[length - 1];
            }
            return text.charAt(length) == c ? length + 1 : 0;
        }
    }
}
