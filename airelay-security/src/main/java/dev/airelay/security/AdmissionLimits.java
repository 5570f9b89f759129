package dev.airelay.security;

import java.time.Duration;

/**
 * The limits of one client address. The constructors check the ranges and throw IllegalArgumentException naming the limit
 * and the value.
 *
 * @param requestsPerMinute how fast the allowance grows, 1 to 1,000,000
 * @param burst the largest allowance, 1 to 1,000,000; a new address has all of it
 * @param concurrentRequests requests in progress, counted until their last byte, 1 to 100,000
 * @param waiting limits of requests that wait for a slot or for the allowance
 * @param failedAuth when wrong tokens block the address
 * @param trackedAddresses maximum number of idle addresses, and of blocked ones, that are tracked, 16 to 1,000,000
 */
public record AdmissionLimits(
        int requestsPerMinute,
        int burst,
        int concurrentRequests,
        Waiting waiting,
        FailedAuth failedAuth,
        int trackedAddresses) {

    /** Checks the ranges. */
    public AdmissionLimits {
        require("requestsPerMinute", requestsPerMinute, 1, 1_000_000);
        require("burst", burst, 1, 1_000_000);
        require("concurrentRequests", concurrentRequests, 1, 100_000);
        require("trackedAddresses", trackedAddresses, 16, 1_000_000);
    }

    /**
     * The limits of requests that wait for a slot or for the allowance.
     *
     * @param places maximum number of waiting requests of one address; 0 turns waiting off
     * @param longest longest wait before a request is refused, above 0 and up to an hour
     */
    public record Waiting(int places, Duration longest) {
        /** Checks the ranges. */
        public Waiting {
            require("waiting.places", places, 0, 100_000);
            require("waiting.longest", longest, Duration.ofHours(1));
        }
    }

    /**
     * When wrong tokens block an address.
     *
     * @param window time window in which they are counted, above 0 and up to a week
     * @param maxAttempts number that blocks the address, 1 to 10,000
     * @param block duration of the block, above 0 and up to a week
     */
    public record FailedAuth(Duration window, int maxAttempts, Duration block) {
        /** Checks the ranges. */
        public FailedAuth {
            require("failedAuth.window", window, Duration.ofDays(7));
            require("failedAuth.maxAttempts", maxAttempts, 1, 10_000);
            require("failedAuth.block", block, Duration.ofDays(7));
        }
    }

    /** 120 requests a minute, burst 40, 8 at once and 128 waiting up to 30 s; 8 wrong tokens in 300 s block for 900 s. */
    public static AdmissionLimits defaults() {
        return new AdmissionLimits(
                120,
                40,
                8,
                new Waiting(128, Duration.ofSeconds(30)),
                new FailedAuth(Duration.ofSeconds(300), 8, Duration.ofSeconds(900)),
                10_000);
    }

    private static void require(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be " + least + " to " + most + ", was " + value);
        }
    }

    private static void require(String name, Duration value, Duration most) {
        if (value.isNegative() || value.isZero() || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(name + " must be above 0 and at most " + most + ", was " + value);
        }
    }
}
