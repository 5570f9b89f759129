package dev.airelay.backend.call;

import java.time.Duration;

/**
 * The memory that one response may take, from the first byte until it is written. Used on the call's event loop. Without
 * limits unless overridden.
 */
@FunctionalInterface
public interface AnswerMeter {

    /** Lets every response take what it takes. */
    AnswerMeter UNLIMITED = bytes -> true;

    /** Holds this many bytes from now on; returns false, and holds what it did, when there is no room for them. */
    boolean hold(long bytes);

    /** Returns the size in bytes beyond which a response is refused. */
    default long maxBytes() {
        return Long.MAX_VALUE;
    }

    /** Returns how many bytes there are for one response when no other takes any. */
    default long largest() {
        return Long.MAX_VALUE;
    }

    /** Returns how long a response waits for memory that others take. */
    default Duration patience() {
        return Duration.ZERO;
    }
}
