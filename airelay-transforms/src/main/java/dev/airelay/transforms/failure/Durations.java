package dev.airelay.transforms.failure;

import java.time.Duration;

/** Makes durations of what upstreams send as seconds. */
final class Durations {

    /** Longer than any limit's window; what says more is a mistake. */
    private static final double MAX_SECONDS = 366.0 * 86400;

    private Durations() {}

    /** Returns the duration to the millisecond, not negative and not longer than a year. */
    static Duration ofSeconds(double seconds) {
        return Duration.ofMillis(Math.round(Math.max(0, Math.min(seconds, MAX_SECONDS)) * 1000));
    }
}
