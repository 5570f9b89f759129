package dev.airelay.server.http;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Supplies id tokens of 24 random letters and digits: 142 bits. As safe for concurrent use as its generator. */
public final class RandomIds implements Supplier<String> {

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String LOWER_CASE = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static final int LENGTH = 24;

    private final RandomGenerator random;
    private final String alphabet;

    public RandomIds(RandomGenerator random) {
        this(random, ALPHABET);
    }

    private RandomIds(RandomGenerator random, String alphabet) {
        this.random = random;
        this.alphabet = alphabet;
    }

    /** Supplies tokens of digits and small letters, for file systems that do not tell case: 124 bits. */
    public static RandomIds lowerCase(RandomGenerator random) {
        return new RandomIds(random, LOWER_CASE);
    }

    @Override
    public String get() {
        char[] token = new char[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            token[i] = alphabet.charAt(random.nextInt(alphabet.length()));
        }
        return new String(token);
    }
}
