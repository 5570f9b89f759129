package dev.airelay.backend.account;

import java.util.OptionalLong;

/**
 * The use of one window of a limit. Windows are distinguished by their length, never by their position: on some plans the
 * first one is the week's.
 *
 * @param usedPercent finite; may be above 100
 * @param seconds the window's length
 * @param resetAt epoch second at which it resets
 */
public record LimitWindow(double usedPercent, OptionalLong seconds, OptionalLong resetAt) {

    private static final double FULL = 100;

    /** Returns whether the window is used up. */
    public boolean exhausted() {
        return usedPercent >= FULL;
    }
}
