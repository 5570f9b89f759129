package dev.airelay.security;

/**
 * An allowance that grows with time. Not thread-safe.
 *
 * <p>Counts in whole units so that nothing is lost to rounding: a nanosecond adds as many units as there are requests in
 * a minute, and a request costs as many as there are nanoseconds in one.
 */
final class TokenBucket {
    private static final long COST = 60_000_000_000L;

    private final long unitsPerNano;
    private final long capacity;
    private long units;
    private long updated;

    /** A full bucket. */
    TokenBucket(int requestsPerMinute, int burst, long now) {
        unitsPerNano = requestsPerMinute;
        capacity = burst * COST;
        units = capacity;
        updated = now;
    }

    /** How long an empty bucket takes to be full. */
    static long nanosToFill(int requestsPerMinute, int burst) {
        return burst * COST / requestsPerMinute + 1;
    }

    boolean tryTake(long now) {
        refill(now);
        if (units < COST) {
            return false;
        }
        units -= COST;
        return true;
    }

    /** How long until there is enough for so many requests; 0 when there is. */
    long nanosUntil(int requests, long now) {
        refill(now);
        return Math.max(0, (requests * COST - units + unitsPerNano - 1) / unitsPerNano);
    }

    /** How long the allowance takes to grow by one request. */
    long nanosPerRequest() {
        return COST / unitsPerNano;
    }

    double available(long now) {
        refill(now);
        return (double) units / COST;
    }

    private void refill(long now) {
        long elapsed = now - updated;
        if (elapsed <= 0) {
            return;
        }
        updated = now;
        // Compared by division, for the product of a long rest and a fast rate does not fit.
        boolean full = elapsed > (capacity - units) / unitsPerNano;
        units = full ? capacity : units + elapsed * unitsPerNano;
    }
}
