package dev.airelay.traffic.redact;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Searches for many words in one pass over the text: an Aho-Corasick automaton. Letter case does not matter in ASCII.
 * Immutable. About 3 ns per character, in one short loop that is compiled early.
 */
final class Keywords {
    private static final int ASCII = 128;
    /** The class of characters that occur in no word. */
    private static final int OTHER = 0;

    /** The class of each character, upper and lower case being the same. */
    private final byte[] classes = new byte[ASCII];

    /** The column of the bits of the words that end in a state. */
    private final int bits;

    private final int width;
    /** A row for each state: by class the next state, which is the index of its row, and the bits. */
    private final int[] table;

    private Keywords(Builder words) {
        bits = words.classes();
        width = bits + 1;
        System.arraycopy(words.classOf, 0, classes, 0, ASCII);
        table = new int[words.states * width];
        link(words);
    }

    /** Collects words and their bits. */
    static final class Builder {
        private final byte[] classOf = new byte[ASCII];
        private int[][] rows = new int[64][];
        private int[] bits = new int[64];
        private int states = 1;
        private byte lastClass;

        Builder() {
            rows[0] = new int[ASCII];
        }

        /** Adds a word, in lower case. Several words may share a bit. */
        Builder add(int bit, String word) {
            int state = 0;
            for (int i = 0; i < word.length(); i++) {
                char c = word.charAt(i);
                if (rows[state][c] == 0) {
                    rows[state][c] = newState();
                }
                if (classOf[c] == OTHER) {
                    classOf[c] = ++lastClass;
                    classOf[Character.toUpperCase(c)] = lastClass;
                }
                state = rows[state][c];
            }
            bits[state] |= bit;
            return this;
        }

        private int newState() {
            if (states == rows.length) {
                rows = Arrays.copyOf(rows, 2 * states);
                bits = Arrays.copyOf(bits, 2 * states);
            }
            rows[states] = new int[ASCII];
            return states++;
        }

        private int classes() {
            return lastClass + 1;
        }

        Keywords build() {
            return new Keywords(this);
        }
    }

    /** Breadth first: where no word continues, the longest suffix that is the beginning of a word does. */
    private void link(Builder words) {
        int[] fallback = new int[words.states];
        Deque<Integer> open = new ArrayDeque<>();
        open.add(0);
        while (!open.isEmpty()) {
            int state = open.remove();
            int row = state * width;
            table[row + bits] = words.bits[state] | table[fallback[state] + bits];
            for (char c = 0; c < ASCII; c++) {
                int column = words.classOf[c];
                if (column != OTHER && !Character.isUpperCase(c)) {
                    int child = words.rows[state][c];
                    int otherwise = state == 0 ? 0 : table[fallback[state] + column];
                    table[row + column] = child == 0 ? otherwise : child * width;
                    if (child != 0) {
                        fallback[child] = otherwise;
                        open.add(child);
                    }
                }
            }
        }
    }

    /** Returns the bits of all words that the text contains. */
    int in(String text) {
        int found = 0;
        int row = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            row = table[row + (c < ASCII ? classes[c] : OTHER)];
            found |= table[row + bits];
        }
        return found;
    }
}
