package dev.airelay.base;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, which every Java platform has, and the fingerprints of secrets made with it. */
public final class Sha256 {
    private static final int FINGERPRINT_DIGITS = 12;

    /** Only copied: a copy costs less than a search through the security providers. */
    private static final MessageDigest PROTOTYPE = lookUp();

    private Sha256() {}

    /** Returns a digest for incremental use. */
    public static MessageDigest digest() {
        try {
            return (MessageDigest) PROTOTYPE.clone();
        } catch (CloneNotSupportedException otherProvider) {
            return lookUp();
        }
    }

    private static MessageDigest lookUp() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    /** Returns the 32 bytes of the digest of the text in UTF-8. */
    public static byte[] bytes(String text) {
        return digest().digest(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the digest of the text in UTF-8 as 64 lower-case hexadecimal digits. */
    public static String hex(String text) {
        return HexFormat.of().formatHex(bytes(text));
    }

    /** Returns the digest of the bytes as 64 lower-case hexadecimal digits. */
    public static String hex(byte[] content) {
        return HexFormat.of().formatHex(digest().digest(content));
    }

    /**
     * Returns the first 12 hexadecimal digits of a secret's digest: enough to distinguish secrets, useless for guessing one.
     */
    public static String fingerprint(String secret) {
        return hex(secret).substring(0, FINGERPRINT_DIGITS);
    }
}
