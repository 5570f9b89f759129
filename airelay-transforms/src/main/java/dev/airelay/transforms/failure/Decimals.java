package dev.airelay.transforms.failure;

import java.util.Optional;

/** Parses plain decimal numbers. */
final class Decimals {

    /** Longer texts are neither durations nor times. */
    private static final int MAX_DIGITS = 15;

    private Decimals() {}

    /** Returns the number when the whole text is digits with at most one point. */
    static Optional<Double> parse(String text) {
        return !text.isEmpty() && end(text, 0) == text.length()
                ? Optional.of(Double.parseDouble(text))
                : Optional.empty();
    }

    /** Returns the offset after the number that begins at {@code from}; {@code from} itself if there is none. */
    static int end(String text, int from) {
        int i = from;
        int digits = 0;
        boolean point = false;
        while (i < text.length() && (isDigit(text.charAt(i)) || (text.charAt(i) == '.' && !point && digits > 0))) {
            point |= text.charAt(i) == '.';
            digits++;
            i++;
        }
        boolean dangling = i > from && text.charAt(i - 1) == '.';
        int end = dangling ? i - 1 : i;
        return end - from > MAX_DIGITS ? from : end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
