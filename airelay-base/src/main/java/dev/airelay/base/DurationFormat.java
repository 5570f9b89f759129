package dev.airelay.base;

import java.time.Duration;

/** Durations as messages show them. */
public final class DurationFormat {
    private static final int MILLIS_PER_SECOND = 1000;

    private DurationFormat() {}

    /** Returns whole seconds as {@code 10 s}, others as {@code 300 ms}. */
    public static String of(Duration time) {
        return time.toMillis() % MILLIS_PER_SECOND == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }
}
