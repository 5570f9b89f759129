package dev.airelay.server;

import java.time.Duration;

/** Durations as messages show them. */
final class ShownTime {

    private ShownTime() {}

    /** Returns whole seconds as {@code 10 s}, others as {@code 300 ms}. */
    static String of(Duration time) {
        return time.toNanosPart() == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }
}
