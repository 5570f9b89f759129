package dev.airelay.server;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Releases memory when the relay is idle: once after every period of work that left garbage. Java itself collects only when
 * it needs room, so a relay would keep the memory of its busiest minute for days.
 *
 * <p>It counts checks, not seconds, because a machine may sleep between two. Used by one thread at a time.
 */
final class IdleTrim {
    /** Interval between checks. */
    static final int PERIOD_SECONDS = 10;

    /** Half a minute without work. */
    private static final int QUIET_LOOKS = 3;
    /** Timers and probes allocate less than this between two checks. */
    private static final long STILL_BYTES = 1 << 20;
    /** Less is not worth a collection, which takes tens of milliseconds. */
    private static final long WORTHWHILE_BYTES = 8 << 20;
    /** The heap with which {@code launch.sh} starts Java. */
    private static final long USUAL_HEAP_BYTES = 64 << 20;

    private final BooleanSupplier busy;
    private final LongSupplier usedBytes;
    private final LongSupplier heapBytes;
    private final Runnable collection;
    /**
     * The heap at the start, below which that does not shrink. Collecting it would only copy objects to pages that were
     * unused so far, while those they leave stay resident.
     */
    private final long smallestHeap;

    private int quiet;
    private long last;
    private long kept;

    /**
     * Creates one without any checks, when the process starts.
     *
     * @param busy whether a request is in progress
     * @param usedBytes the part of the heap that is in use, including garbage
     * @param heapBytes the heap's size
     * @param collection removes the garbage and shrinks the heap
     */
    IdleTrim(BooleanSupplier busy, LongSupplier usedBytes, LongSupplier heapBytes, Runnable collection) {
        this.busy = busy;
        this.usedBytes = usedBytes;
        this.heapBytes = heapBytes;
        this.collection = collection;
        this.smallestHeap = Math.min(heapBytes.getAsLong(), USUAL_HEAP_BYTES);
    }

    /** Returns one for this process. */
    static IdleTrim ofProcess(BooleanSupplier busy) {
        Runtime runtime = Runtime.getRuntime();
        return new IdleTrim(busy, () -> runtime.totalMemory() - runtime.freeMemory(), runtime::totalMemory, System::gc);
    }

    /** Checks once, and collects if the relay has been idle for long enough. */
    void look() {
        long used = usedBytes.getAsLong();
        boolean still = !busy.getAsBoolean() && Math.abs(used - last) < STILL_BYTES;
        quiet = still ? quiet + 1 : 0;
        last = used;
        if (quiet >= QUIET_LOOKS && used - kept >= WORTHWHILE_BYTES && heapBytes.getAsLong() > smallestHeap) {
            collection.run();
            kept = usedBytes.getAsLong();
            last = kept;
            quiet = 0;
        }
    }
}
