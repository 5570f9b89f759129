package dev.airelay.server.http;

import java.time.Duration;

/** Durations as messages show them. */
public final class DurationFormat {

    private DurationFormat() {}

    /** Returns whole seconds as {@code 10 s}, others as {@code 300 ms}. */
    public static String of(Duration time) {
        return time.toNanosPart() == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }
}
