package dev.airelay.testsupport;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.Assertions;

/** Waits for a state that other threads bring about and announce to nobody. */
public final class Eventually {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** How long a state may take to be reached on a busy machine. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private Eventually() {}

    /**
     * Returns once the condition holds. Gives the processor away between two looks, to the threads that are waited for.
     *
     * @param what the state, for the failure after 20 seconds
     * @throws AssertionError when the condition does not hold by then
     */
    public static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            Assertions.assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
