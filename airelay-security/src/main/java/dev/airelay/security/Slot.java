package dev.airelay.security;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One of an address's concurrent requests, held until it is closed. Closing it again does nothing. Safe for concurrent
 * use; never blocks.
 */
public final class Slot implements AutoCloseable {
    private final AtomicReference<@Nullable Runnable> release;

    Slot(Runnable release) {
        this.release = new AtomicReference<>(release);
    }

    /** Passes the slot to the next waiting request. */
    @Override
    public void close() {
        Runnable once = release.getAndSet(null);
        if (once != null) {
            once.run();
        }
    }
}
