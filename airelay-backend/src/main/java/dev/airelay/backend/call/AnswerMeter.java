package dev.airelay.backend.call;

import java.time.Duration;

/**
 * The memory that one response may use, from its first byte until it is written. Used on the call's event loop. Without
 * limits unless overridden.
 */
@FunctionalInterface
public interface AnswerMeter {

    /** Does not limit responses. */
    AnswerMeter UNLIMITED = bytes -> true;

    /**
     * Holds this many bytes from now on; returns false, and still holds the previous number, if there is no room for them.
     */
    boolean hold(long bytes);

    /** Returns the size in bytes beyond which a response is refused. */
    default long maxBytes() {
        return Long.MAX_VALUE;
    }

    /** Returns the number of bytes for one response if no other uses any. */
    default long largest() {
        return Long.MAX_VALUE;
    }

    /** Returns how long a response waits for memory that others use. */
    default Duration patience() {
        return Duration.ZERO;
    }
}
