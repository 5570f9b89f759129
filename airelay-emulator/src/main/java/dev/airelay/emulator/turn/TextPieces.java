package dev.airelay.emulator.turn;

import java.util.ArrayList;
import java.util.List;

/** Cuts a text into the pieces its deltas carry. Joined again they are the text; no surrogate pair is cut. */
final class TextPieces {
    private static final int CHUNK_CHARS = 12;
    /** Longer texts are cut into larger pieces, so that no answer has more deltas than this by far. */
    private static final int MAX_PIECES = 4_000;

    private TextPieces() {}

    /** Pieces that each end before a space, as a model's tokens mostly do. */
    static List<String> words(String text) {
        int atLeast = Math.max(1, text.length() / MAX_PIECES);
        List<String> pieces = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int space = text.indexOf(' ', start + atLeast);
            int end = space < 0 ? text.length() : space;
            pieces.add(text.substring(start, end));
            start = end;
        }
        return pieces;
    }

    /** Pieces of a fixed length. */
    static List<String> chunks(String text) {
        int length = Math.max(CHUNK_CHARS, text.length() / MAX_PIECES);
        List<String> pieces = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = Math.min(text.length(), start + length);
            if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
                end++;
            }
            pieces.add(text.substring(start, end));
            start = end;
        }
        return pieces;
    }
}
