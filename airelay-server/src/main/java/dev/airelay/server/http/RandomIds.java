package dev.airelay.server.http;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Supplies id tokens of 24 random letters and digits: 142 bits. As safe for concurrent use as its generator. */
public final class RandomIds implements Supplier<String> {

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String LOWER_CASE = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static final int LENGTH = 24;
    /**
     * More random bytes than letters are drawn at once, because some are unusable and a call of the generator is expensive.
     */
    private static final int SPARE = 8;

    private final RandomGenerator random;
    private final String alphabet;

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
    public String get() {
        char[] token = new char[LENGTH];
        byte[] drawn = new byte[LENGTH + SPARE];
        // The largest multiple of the alphabet's size: beyond it, some letters would be likelier than others.
        int fair = 256 / alphabet.length() * alphabet.length();
        int filled = 0;
        while (filled < LENGTH) {
            random.nextBytes(drawn);
            for (int i = 0; i < drawn.length && filled < LENGTH; i++) {
                int value = drawn[i] & 0xFF;
                if (value < fair) {
                    token[filled++] = alphabet.charAt(value % alphabet.length());
                }
            }
        }
        return new String(token);
    }
}
