package dev.airelay.transforms.reply;

import java.util.List;

/**
 * Looks for stop sequences in a text that comes in pieces. What may be the beginning of a sequence is held back, no more;
 * the work is linear in the text. Not safe for concurrent use.
 *
 * <p>The sequence that is complete first decides. Of two that end at the same place the longer one does.
 */
public final class StopScanner {

    private final Pattern[] patterns;
    private final StringBuilder held = new StringBuilder();
    private boolean matched;
    private String match = "";

    /**
     * Creates a scanner.
     *
     * @param stops the sequences, none of them empty, all of them well-formed Unicode; perhaps none at all
     */
    public StopScanner(List<String> stops) {
        patterns = stops.stream().map(Pattern::new).toArray(Pattern[]::new);
    }

    /** Returns true when there is nothing to look for: what is fed comes back as it is. */
    public boolean idle() {
        return patterns.length == 0;
    }

    /** Returns whether a sequence was found; whatever is fed after that is dropped. */
    public boolean matched() {
        return matched;
    }

    /** Returns the sequence that was found; empty as long as none was. */
    public String match() {
        return match;
    }

    /** Takes the next piece and returns what may be shown now, perhaps nothing. Never ends within a surrogate pair. */
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

    /** Ends the text, or a stretch of it that no sequence may reach across. Returns what was held back. */
    public String flush() {
        if (matched) {
            return "";
        }
        for (Pattern pattern : patterns) {
            pattern.state = 0;
        }
        return take(held.length());
    }

    /** Returns how many Unicode characters are held back. */
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

    /** Returns how many characters at the end may begin a sequence. */
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
