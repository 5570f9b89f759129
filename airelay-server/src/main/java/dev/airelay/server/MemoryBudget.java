package dev.airelay.server;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes that the bodies of all requests in work may take together. Safe for concurrent use. */
final class BodyBudget {

    private static final int SHARE_OF_HEAP = 4;

    private final long maxBytes;
    private final AtomicLong taken = new AtomicLong();

    BodyBudget(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Returns a budget of this many bytes, but not more than a quarter of the heap: a body becomes a tree there. */
    static BodyBudget within(long maxBytes, long heapBytes) {
        return new BodyBudget(Math.min(maxBytes, heapBytes / SHARE_OF_HEAP));
    }

    long maxBytes() {
        return maxBytes;
    }

    /** Takes some; returns false, and takes nothing, when there is not enough left. */
    boolean take(long bytes) {
        if (taken.addAndGet(bytes) <= maxBytes) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    /** Gives back what was taken. */
    void give(long bytes) {
        taken.addAndGet(-bytes);
    }

    long taken() {
        return taken.get();
    }
}
