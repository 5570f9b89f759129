package dev.airelay.store.frame;

import java.time.Duration;

/** Checks that all options share. */
public final class Limits {
    private Limits() {}

    /** Throws {@link IllegalArgumentException} with this name unless the value is at least 1. */
    public static void positive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be at least 1, was " + value);
        }
    }

    /** Throws {@link IllegalArgumentException} with this name unless the value is longer than zero. */
    public static void positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be longer than zero, was " + value);
        }
    }
}
