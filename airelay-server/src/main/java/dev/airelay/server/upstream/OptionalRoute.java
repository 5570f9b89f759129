package dev.airelay.server.upstream;

import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.FailureClassifier;
import dev.airelay.transforms.failure.UpstreamFailure;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Remembers for a while that the upstream does not have a route for which there is a substitute. Some accounts were refused
 * that of compactions from August 2026 on: then a compaction is asked for by an item at the end of a usual request, as Codex
 * does. Safe for concurrent use.
 */
public final class OptionalRoute {

    static final Duration REMEMBERED = Duration.ofMinutes(10);

    private final LongSupplier nanoTime;
    private final InstantSource clock;
    private volatile boolean missing;
    private volatile long since;

    /**
     * A route that is supposed to be there.
     *
     * @param nanoTime a clock that only goes forward, as {@link System#nanoTime()}
     * @param clock the current time, from which the times of resets are counted
     */
    public OptionalRoute(LongSupplier nanoTime, InstantSource clock) {
        this.nanoTime = nanoTime;
        this.clock = clock;
    }

    /** Returns whether the route was missing lately. */
    boolean missing() {
        return missing && nanoTime.getAsLong() - since < REMEMBERED.toNanos();
    }

    void noteMissing() {
        since = nanoTime.getAsLong();
        missing = true;
    }

    /** Returns the failure that an event reports. */
    UpstreamFailure failureOf(UpstreamEvent event) {
        return FailureClassifier.ofEvent(event, clock.instant().getEpochSecond());
    }

    /** Has the next request try the route again. */
    void forget() {
        missing = false;
    }
}
