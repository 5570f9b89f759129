package dev.airelay.emulator.control;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** The injected time plus an offset set by requests. Safe for concurrent use. */
public final class EmulatorClock implements InstantSource {
    private final InstantSource base;
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    /** A clock that starts at the time of another one. */
    public EmulatorClock(InstantSource base) {
        this.base = base;
    }

    @Override
    public Instant instant() {
        return base.instant().plus(ahead.get());
    }

    /** Advances the time; a negative step sets it back. */
    public void advance(Duration step) {
        ahead.updateAndGet(step::plus);
    }
}
