package dev.airelay.server.upstream;

import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.FailureClassifier;
import dev.airelay.transforms.failure.UpstreamFailure;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Remembers for a while that the upstream does not have a route for which there is a substitute. For example, some accounts
 * are refused the compaction route since August 2026: then an item at the end of a usual request triggers the compaction, as
 * in Codex. Safe for concurrent use.
 */
public final class OptionalRoute {

    static final Duration REMEMBERED = Duration.ofMinutes(10);

    private final LongSupplier nanoTime;
    private final InstantSource clock;
    private volatile boolean missing;
    private volatile long since;

    /**
     * Creates a route that is assumed to exist.
     *
     * @param nanoTime a monotonic clock, as {@link System#nanoTime()}
     * @param clock the current time, for reset times
     */
    public OptionalRoute(LongSupplier nanoTime, InstantSource clock) {
        this.nanoTime = nanoTime;
        this.clock = clock;
    }

    /** Returns whether the route was missing recently. */
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

    /** Makes the next request try the route again. */
    void forget() {
        missing = false;
    }
}
