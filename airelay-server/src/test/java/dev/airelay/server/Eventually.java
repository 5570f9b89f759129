package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a state that other threads bring about and announce to nobody. */
final class Eventually {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private Eventually() {}

    /**
     * Returns once the condition holds. Gives the processor away between two looks, to the threads that are waited for.
     *
     * @param what the state, for the failure after {@link RunningRelay#LIMIT}
     */
    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + RunningRelay.LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
