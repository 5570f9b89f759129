package dev.airelay.server.upstream;

/** Names the windows of limits by their length, because their position means nothing. */
public final class WindowLabel {

    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long WEEK = 7 * DAY;

    private WindowLabel() {}

    /** Returns {@code weekly} or the length in its largest whole unit, e.g. {@code 5h}; the length is above zero. */
    public static String of(long seconds) {
        if (seconds == WEEK) {
            return "weekly";
        } else if (seconds % DAY == 0) {
            return seconds / DAY + "d";
        } else if (seconds % HOUR == 0) {
            return seconds / HOUR + "h";
        } else if (seconds % MINUTE == 0) {
            return seconds / MINUTE + "m";
        }
        return seconds + "s";
    }
}
