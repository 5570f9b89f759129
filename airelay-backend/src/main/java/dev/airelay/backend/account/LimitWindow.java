package dev.airelay.backend.account;

import java.util.OptionalLong;

/**
 * How much of one window of a limit is used up. Windows are told apart by their length, never by their place: on some plans
 * the first one is the week's.
 *
 * @param usedPercent finite; may be above 100
 * @param seconds the window's length
 * @param resetAt epoch second at which it begins anew
 */
public record LimitWindow(double usedPercent, OptionalLong seconds, OptionalLong resetAt) {

    private static final double FULL = 100;

    /** Returns whether nothing of the window is left. */
    public boolean exhausted() {
        return usedPercent >= FULL;
    }
}
