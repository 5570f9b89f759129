package dev.airelay.security;

/**
 * An allowance that grows with time. Not thread-safe.
 *
 * <p>Counts in whole units to avoid rounding errors: a nanosecond adds as many units as requests per minute are allowed, and
 * a request costs as many units as a minute has nanoseconds.
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

    /** How long an empty bucket takes to fill. */
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

    /** How long until there is enough for this many requests; 0 if there already is. */
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
        // Compared by division, because the product of a long pause and a fast rate overflows.
        boolean full = elapsed > (capacity - units) / unitsPerNano;
        units = full ? capacity : units + elapsed * unitsPerNano;
    }
}
