package dev.airelay.config.token;

import dev.airelay.base.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * The secret that clients present to the relay. Only {@link #value()} reveals it; the text form does not.
 *
 * <p>Tokens are equal if value and source are; values are compared in constant time.
 */
public final class RelayToken {
    private static final int RANDOM_BYTES = 32;

    /** The origin of a token. */
    public enum Source {
        /** The environment variable. */
        ENV,
        /** The token file. */
        FILE,
        /** Provided by the program that embeds the relay. */
        MEMORY;

        /** The name used in status objects. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final String value;
    private final Source source;

    private RelayToken(String value, Source source) {
        this.value = value;
        this.source = source;
    }

    /**
     * A token with the given value.
     *
     * @throws IllegalArgumentException if the value is empty or has spaces around it; the message does not show it
     */
    public static RelayToken of(String value, Source source) {
        if (value.isEmpty() || !value.equals(value.strip())) {
            throw new IllegalArgumentException("a relay token must not be empty or have spaces around it");
        }
        return new RelayToken(value, source);
    }

    /**
     * A new token for one run of an embedded relay: 32 random bytes as base64url without padding, 43 characters.
     *
     * @param random a source that nobody can predict, such as {@link java.security.SecureRandom}
     */
    public static RelayToken random(RandomGenerator random) {
        return generate(random, Source.MEMORY);
    }

    /** A new token: 32 random bytes as base64url without padding, 43 characters. */
    static RelayToken generate(RandomGenerator random, Source source) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return new RelayToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes), source);
    }

    /** The secret itself. */
    public String value() {
        return value;
    }

    /** The origin of the token. */
    public Source source() {
        return source;
    }

    /** The first 12 hexadecimal digits of its SHA-256: enough to distinguish tokens, useless for guessing one. */
    public String fingerprint() {
        return Sha256.fingerprint(value);
    }

    private byte[] bytes() {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RelayToken token
                && source == token.source
                && MessageDigest.isEqual(bytes(), token.bytes());
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "RelayToken[" + source.wireName() + ", " + fingerprint() + "]";
    }
}
