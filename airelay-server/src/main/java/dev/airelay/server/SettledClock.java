package dev.airelay.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The clock for deleting stored data. A wall clock that leaps ahead is trusted only after a while: it may be set back by
 * then, and data deleted meanwhile would be lost. Until then time continues as if there had been no leap. A clock that is
 * set back is trusted immediately, since that deletes nothing. Safe for concurrent use; never blocks.
 */
final class SettledClock implements InstantSource {
    /** How long a leap must have lasted. Waking from sleep is a leap too. */
    static final Duration SETTLING = Duration.ofMinutes(15);
    /** Less than this is not a leap: clocks are slewed, and the two are not read at the same moment. */
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private Reading believed;
    private Reading leapt;

    /** Both clocks at one moment. */
    private record Reading(Instant wall, long nanos) {

        /** The expected wall clock at a later moment. */
        Instant at(long later) {
            return wall.plusNanos(later - nanos);
        }

        boolean isBehind(Reading other) {
            return at(other.nanos).plus(TOLERANCE).isBefore(other.wall);
        }
    }

    /**
     * Creates a clock that trusts the present wall clock.
     *
     * @param nanoTime a monotonic clock, as {@link System#nanoTime()}
     */
    SettledClock(InstantSource clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.believed = new Reading(clock.instant(), nanoTime.getAsLong());
        this.leapt = believed;
    }

    @Override
    public synchronized Instant instant() {
        Reading now = new Reading(clock.instant(), nanoTime.getAsLong());
        if (!believed.isBehind(now)) {
            believed = now;
            leapt = now;
            return now.wall;
        }
        // A further leap, or one that is partly undone, starts the wait again.
        if (leapt.equals(believed)
                || leapt.isBehind(now)
                || now.isBehind(new Reading(leapt.at(now.nanos), now.nanos))) {
            leapt = now;
        }
        if (now.nanos - leapt.nanos < SETTLING.toNanos()) {
            return believed.at(now.nanos);
        }
        believed = now;
        leapt = now;
        return now.wall;
    }
}
