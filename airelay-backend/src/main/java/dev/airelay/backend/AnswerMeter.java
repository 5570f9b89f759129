package dev.airelay.backend;

import java.time.Duration;

/** The memory that one response may take, from the first byte until it is written. Used on the call's event loop. */
public interface AnswerMeter {

    /** Lets every response take what it takes. */
    AnswerMeter UNLIMITED = new AnswerMeter() {
        @Override
        public long maxBytes() {
            return Long.MAX_VALUE;
        }

        @Override
        public long largest() {
            return Long.MAX_VALUE;
        }

        @Override
        public Duration patience() {
            return Duration.ZERO;
        }

        @Override
        public boolean hold(long bytes) {
            return true;
        }
    };

    /** Returns the size in bytes beyond which a response is refused. */
    long maxBytes();

    /** Returns how many bytes there are for one response when no other takes any. */
    long largest();

    /** Returns how long a response waits for memory that others take. */
    Duration patience();

    /** Holds this many bytes from now on; returns false, and holds what it did, when there is no room for them. */
    boolean hold(long bytes);
}
