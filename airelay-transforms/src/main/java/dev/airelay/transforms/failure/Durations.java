package dev.airelay.transforms.failure;

import java.time.Duration;

/** Converts seconds from upstreams to durations. */
final class Durations {

    /** Longer than any limit's window; larger values are errors. */
    private static final double MAX_SECONDS = 366.0 * 86400;

    private Durations() {}

    /** Returns the duration to the millisecond, not negative and not longer than a year. */
    static Duration ofSeconds(double seconds) {
        return Duration.ofMillis(Math.round(Math.max(0, Math.min(seconds, MAX_SECONDS)) * 1000));
    }
}
