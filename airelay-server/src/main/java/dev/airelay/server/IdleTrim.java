package dev.airelay.server;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Gives memory back when the relay has nothing to do: once after every stretch of work that left garbage behind. By itself
 * Java collects only when it needs room, so a relay would keep the memory of its busiest minute for days.
 *
 * <p>Looks are counted, not seconds, because a machine may sleep between two. Used by one thread at a time.
 */
final class IdleTrim {
    /** How far apart looks are. */
    static final int PERIOD_SECONDS = 10;

    /** Half a minute in which nothing happens. */
    private static final int QUIET_LOOKS = 3;
    /** Timers and probes allocate less than this between two looks. */
    private static final long STILL_BYTES = 1 << 20;
    /** Less is not worth a collection, which takes some tens of milliseconds. */
    private static final long WORTHWHILE_BYTES = 8 << 20;

    private final BooleanSupplier busy;
    private final LongSupplier usedBytes;
    private final Runnable collection;
    private int quiet;
    private long last;
    private long kept;

    /**
     * Creates one that has not looked yet.
     *
     * @param busy whether a request is in progress
     * @param usedBytes the memory that Java uses, garbage included
     * @param collection removes the garbage and gives back what that leaves free
     */
    IdleTrim(BooleanSupplier busy, LongSupplier usedBytes, Runnable collection) {
        this.busy = busy;
        this.usedBytes = usedBytes;
        this.collection = collection;
    }

    /** Returns one for this process. */
    static IdleTrim ofProcess(BooleanSupplier busy) {
        Runtime runtime = Runtime.getRuntime();
        return new IdleTrim(busy, () -> runtime.totalMemory() - runtime.freeMemory(), System::gc);
    }

    /** Looks once, and collects if the relay has been idle for long enough. */
    void look() {
        long used = usedBytes.getAsLong();
        boolean still = !busy.getAsBoolean() && Math.abs(used - last) < STILL_BYTES;
        quiet = still ? quiet + 1 : 0;
        last = used;
        if (quiet >= QUIET_LOOKS && used - kept >= WORTHWHILE_BYTES) {
            collection.run();
            kept = usedBytes.getAsLong();
            last = kept;
            quiet = 0;
        }
    }
}
