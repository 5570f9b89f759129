package dev.airelay.traffic.redact;

/**
 * A set of ASCII characters.
 *
 * @param low those below 64
 * @param high the others
 */
record AsciiSet(long low, long high) {
    /** Digits and letters. */
    static final AsciiSet ALPHANUMERIC = of("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    /** The characters that {@code \s} matches in a regular expression. */
    static final AsciiSet SPACE = of(" \t\n\u000B\f\r");

    static AsciiSet of(String characters) {
        return new AsciiSet(0, 0).and(characters);
    }

    /** Returns these characters and more. */
    AsciiSet and(String characters) {
        long newLow = low;
        long newHigh = high;
        for (int i = 0; i < characters.length(); i++) {
            char c = characters.charAt(i);
            if (c < 64) {
                newLow |= 1L << c;
            } else {
                newHigh |= 1L << c;
            }
        }
        return new AsciiSet(newLow, newHigh);
    }

    /** Returns these characters and those of another set. */
    AsciiSet and(AsciiSet more) {
        return new AsciiSet(low | more.low, high | more.high);
    }

    boolean has(char c) {
        // A shift counts modulo 64.
        return c < 128 && (((c < 64 ? low : high) >>> c) & 1) != 0;
    }

    /** Returns whether there is a character at this position that is in the set. */
    boolean isAt(String text, int at) {
        return at < text.length() && has(text.charAt(at));
    }

    /** Returns the end of the run of these characters that begins here. */
    int endOfRun(String text, int from) {
        int at = from;
        while (at < text.length() && has(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** Returns the position of the next of these characters; the text's length if there is none. */
    int next(String text, int from) {
        int at = from;
        while (at < text.length() && !has(text.charAt(at))) {
            at++;
        }
        return at;
    }
}
