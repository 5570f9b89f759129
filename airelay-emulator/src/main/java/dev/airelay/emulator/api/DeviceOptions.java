package dev.airelay.emulator.api;

import java.time.Duration;

/**
 * How the device login of the emulated issuer behaves.
 *
 * @param offered whether there is one; without it its paths answer 404
 * @param approvedAfterPolls how many polls are answered as pending before the login approves itself; {@link #BY_PAGE}
 *     waits for someone who types the code into the page
 * @param interval how long clients are asked to wait between polls
 * @param lifetime how long a user code lives
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

    /** The same device login that approves itself after that many pending polls. */
    public DeviceOptions withApprovedAfterPolls(int polls) {
        return new DeviceOptions(offered, polls, interval, lifetime);
    }

    /** The same device login with another polling interval. */
    public DeviceOptions withInterval(Duration pause) {
        return new DeviceOptions(offered, approvedAfterPolls, pause, lifetime);
    }

    /** The same device login with codes that live this long. */
    public DeviceOptions withLifetime(Duration time) {
        return new DeviceOptions(offered, approvedAfterPolls, interval, time);
    }
}
