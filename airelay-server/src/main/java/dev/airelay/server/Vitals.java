package dev.airelay.server;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches from its own thread whether a relay can still serve: that its threads are alive, that every event loop makes
 * progress, and that memory is available. Reports once if one of them has been missing for too long.
 *
 * <p>The Java virtual machine's option {@code -XX:+ExitOnOutOfMemoryError} is not a substitute: it must be set when the
 * process is started, it ends every response when one request uses too much, and it does not notice a stuck thread.
 */
final class Vitals implements AutoCloseable {

    static final String THREAD = "airelay-vitals";

    private static final Duration PERIOD = Duration.ofSeconds(10);
    /** A minute without progress of a loop. Checks are counted, not seconds: a machine may sleep between two. */
    private static final int LOOP_PATIENCE = 6;

    private static final int MEMORY_PATIENCE = 3;
    /** With this part of the heap unused nothing is tried: it is more than the space for survivors. */
    private static final int PLENTY_OF_HEAP = 4;

    private static final int SHARE_OF_HEAP = 64;
    private static final int DIRECT_BYTES = 64 * 1024;

    private final Vital[] vitals;
    private final Consumer<String> lost;
    private volatile @Nullable Thread thread;
    private volatile boolean closed;

    /** Something that a relay cannot serve without. Used by the watching thread alone. */
    static final class Vital {

        private final String lack;
        private final int patience;
        private final BooleanSupplier there;
        private int misses;

        /**
         * Creates a vital.
         *
         * @param lack the report if it is missing
         * @param patience number of consecutive checks that find it missing before it is reported
         * @param there checks whether it is there; must not block. Running out of memory means that it is not
         */
        Vital(String lack, int patience, BooleanSupplier there) {
            this.lack = lack;
            this.patience = patience;
            this.there = there;
        }

        /** Checks; returns true if it has been missing for too long. */
        boolean lost() {
            misses = isThere() ? 0 : misses + 1;
            return misses >= patience;
        }

        private boolean isThere() {
            try {
                return there.getAsBoolean();
            } catch (OutOfMemoryError full) {
                return false;
            }
        }
    }

    /**
     * Creates a watch that has not begun.
     *
     * @param lost receives the lack, on the watching thread
     */
    Vitals(List<Vital> vitals, Consumer<String> lost) {
        this.vitals = vitals.toArray(Vital[]::new);
        this.lost = lost;
    }

    /** Returns the vital of an event loop that has not ended. */
    static Vital livingLoop(EventExecutor loop) {
        return new Vital("an event loop has stopped", 1, () -> !loop.isShuttingDown());
    }

    /** Returns the vital of an event loop that makes progress. */
    static Vital workingLoop(EventExecutor loop) {
        AtomicBoolean answered = new AtomicBoolean(true);
        return new Vital("an event loop is stuck", LOOP_PATIENCE, () -> {
            boolean sinceLastLook = answered.getAndSet(false);
            loop.execute(() -> answered.set(true));
            return sinceLastLook;
        });
    }

    /** Returns the vital of free heap and network buffers, if necessary after a collection. */
    static Vital memory() {
        return new Vital("there is no memory left", MEMORY_PATIENCE, () -> {
            Runtime runtime = Runtime.getRuntime();
            long wanted = runtime.maxMemory() / SHARE_OF_HEAP;
            long unused = runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
            // A part of the unused bytes may be the collector's space for survivors, where nothing is allocated.
            boolean plenty = unused >= runtime.maxMemory() / PLENTY_OF_HEAP;
            boolean heap = plenty || new byte[(int) Math.min(wanted, Integer.MAX_VALUE / 2)].length > 0;
            return heap && ByteBufAllocator.DEFAULT.directBuffer(DIRECT_BYTES).release();
        });
    }

    /**
     * Starts checking at the usual interval.
     *
     * @throws OutOfMemoryError if the system has no thread for it
     */
    void start() {
        start(PERIOD);
    }

    /** Starts checking once in every period. */
    void start(Duration period) {
        Thread watching = new Thread(() -> run(period.toNanos()), THREAD);
        watching.setDaemon(true);
        thread = watching;
        watching.start();
    }

    /**
     * Allocates nothing, like everything it calls until something is missing: this thread must not die of the lack that it
     * watches for.
     */
    private void run(long periodNanos) {
        boolean well = true;
        while (well && !closed) {
            long begun = System.nanoTime();
            long left = periodNanos;
            while (left > 0 && !closed) {
                LockSupport.parkNanos(this, left);
                left = periodNanos - (System.nanoTime() - begun);
            }
            well = closed || look();
        }
    }

    /** Checks everything once; returns false if something is missing, which has been reported. */
    boolean look() {
        for (int i = 0; i < vitals.length; i++) {
            if (vitals[i].lost()) {
                return !report(vitals[i].lack);
            }
        }
        return true;
    }

    /** Returns true if the report has been made; a failed report, for lack of memory for example, is tried again later. */
    private boolean report(String lack) {
        try {
            lost.accept(lack);
            return true;
        } catch (RuntimeException | Error failed) {
            return false;
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
