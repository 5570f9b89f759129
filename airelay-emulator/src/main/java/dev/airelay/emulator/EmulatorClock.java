package dev.airelay.emulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** The injected time plus what was added to it by request. Safe for concurrent use. */
final class EmulatorClock implements InstantSource {
    private final InstantSource base;
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    EmulatorClock(InstantSource base) {
        this.base = base;
    }

    @Override
    public Instant instant() {
        return base.instant().plus(ahead.get());
    }

    /** Moves the time on; a negative step moves it back. */
    void advance(Duration step) {
        ahead.updateAndGet(step::plus);
    }
}
