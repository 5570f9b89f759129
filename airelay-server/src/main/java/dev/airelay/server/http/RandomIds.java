package dev.airelay.server.http;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Supplies id tokens of 24 random letters and digits: 142 bits. Safe for concurrent use. */
public final class RandomIds implements Supplier<String> {

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String LOWER_CASE = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static final int LENGTH = 24;
    /** Enough for about a dozen tokens: a call of the generator costs as much as the rest of a token. */
    private static final int DRAWN_AT_ONCE = 512;

    private final RandomGenerator random;
    private final String alphabet;
    private final byte[] drawn = new byte[DRAWN_AT_ONCE];
    private int used = DRAWN_AT_ONCE;

    public RandomIds(RandomGenerator random) {
        this(random, ALPHABET);
    }

    private RandomIds(RandomGenerator random, String alphabet) {
        this.random = random;
        this.alphabet = alphabet;
    }

    /** Supplies tokens of digits and lower-case letters, for file systems that ignore case: 124 bits. */
    public static RandomIds lowerCase(RandomGenerator random) {
        return new RandomIds(random, LOWER_CASE);
    }

    @Override
    public synchronized String get() {
        char[] token = new char[LENGTH];
        // The largest multiple of the alphabet's size: beyond it, some letters would be likelier than others.
        int fair = 256 / alphabet.length() * alphabet.length();
        int filled = 0;
        while (filled < LENGTH) {
            if (used == drawn.length) {
                random.nextBytes(drawn);
                used = 0;
            }
            int value = drawn[used] & 0xFF;
            // A token cannot be read from here once it is given out.
            drawn[used++] = 0;
            if (value < fair) {
                token[filled++] = alphabet.charAt(value % alphabet.length());
            }
        }
        return new String(token);
    }
}
