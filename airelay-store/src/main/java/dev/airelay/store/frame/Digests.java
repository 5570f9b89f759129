package dev.airelay.store.frame;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Digests that every Java platform has. */
public final class Digests {
    private Digests() {}

    /** Returns a new digest of an algorithm that every Java platform has. */
    public static MessageDigest create(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("this Java platform lacks " + algorithm, absent);
        }
    }
}
