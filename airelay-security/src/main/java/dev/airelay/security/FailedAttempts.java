package dev.airelay.security;

import java.util.ArrayDeque;
import java.util.Deque;

/** The wrong tokens of one address within the window. Stores at most as many as lead to a block. Not thread-safe. */
final class FailedAttempts {
    private final Deque<Long> times = new ArrayDeque<>(2);
    private final long windowNanos;

    FailedAttempts(long windowNanos) {
        this.windowNanos = windowNanos;
    }

    int add(long now) {
        forgetOld(now);
        times.addLast(now);
        return times.size();
    }

    int count(long now) {
        forgetOld(now);
        return times.size();
    }

    void clear() {
        times.clear();
    }

    private void forgetOld(long now) {
        while (!times.isEmpty() && now - times.getFirst() >= windowNanos) {
            times.removeFirst();
        }
    }
}
