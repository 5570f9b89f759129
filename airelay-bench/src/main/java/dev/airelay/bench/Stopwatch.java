package dev.airelay.bench;

import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Times a task that is repeated.
 *
 * <p>If one thread does all the work, its processor time is the better clock: other programs do not affect it.
 *
 * @param warmUps number of runs before timing starts
 * @param runs number of timed runs
 * @param nanos a monotonic clock
 */
record Stopwatch(int warmUps, int runs, LongSupplier nanos) {

    /** Returns the nanoseconds of every timed run, sorted. */
    long[] time(Runnable task) {
        for (int i = 0; i < warmUps; i++) {
            task.run();
        }
        long[] times = new long[runs];
        for (int i = 0; i < runs; i++) {
            long start = nanos.getAsLong();
            task.run();
            times[i] = nanos.getAsLong() - start;
        }
        Arrays.sort(times);
        return times;
    }

    /** Returns the median of sorted figures. */
    static long median(long[] sorted) {
        return sorted[sorted.length / 2];
    }
}
