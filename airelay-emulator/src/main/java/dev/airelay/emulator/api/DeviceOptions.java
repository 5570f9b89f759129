package dev.airelay.emulator.api;

import java.time.Duration;

/**
 * The options of the emulated device login.
 *
 * @param offered whether there is one; if not, its paths respond with 404
 * @param approvedAfterPolls number of polls answered as pending before the login is approved; {@link #BY_PAGE} waits until
 *     the code is entered on the page
 * @param interval polling interval sent to clients
 * @param lifetime lifetime of a user code
 */
public record DeviceOptions(boolean offered, int approvedAfterPolls, Duration interval, Duration lifetime) {
    /** The value of {@link #approvedAfterPolls()} that leaves the approval to the page. */
    public static final int BY_PAGE = -1;

    /** Checks the ranges. */
    public DeviceOptions {
        if (approvedAfterPolls < BY_PAGE) {
            throw new IllegalArgumentException(
                    "approvedAfterPolls must be at least 0, or -1 for the page, was " + approvedAfterPolls);
        }
        if (interval.isNegative()) {
            throw new IllegalArgumentException("interval must not be negative, was " + interval.toMillis() + " ms");
        }
    }

    /** Offered, approved by the page, polled every five seconds, fifteen minutes long. */
    public static DeviceOptions defaults() {
        return new DeviceOptions(true, BY_PAGE, Duration.ofSeconds(5), Duration.ofMinutes(15));
    }

    /** The same device login, offered or not. */
    public DeviceOptions withOffered(boolean there) {
        return new DeviceOptions(there, approvedAfterPolls, interval, lifetime);
    }

    /** The same device login, approved after that many pending polls. */
    public DeviceOptions withApprovedAfterPolls(int polls) {
        return new DeviceOptions(offered, polls, interval, lifetime);
    }

    /** The same device login with another polling interval. */
    public DeviceOptions withInterval(Duration pause) {
        return new DeviceOptions(offered, approvedAfterPolls, pause, lifetime);
    }

    /** The same device login with another lifetime of codes. */
    public DeviceOptions withLifetime(Duration time) {
        return new DeviceOptions(offered, approvedAfterPolls, interval, time);
    }
}
