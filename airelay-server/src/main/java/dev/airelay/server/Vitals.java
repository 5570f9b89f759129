package dev.airelay.server;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Watches whether a relay can still serve, from a thread of its own: that its threads live, that every event loop gets
 * through its work, and that there is memory to be had. Reports once when one of them has been missing for too long.
 *
 * <p>The Java virtual machine's option {@code -XX:+ExitOnOutOfMemoryError} is no substitute: it has to be given by whoever
 * starts the process, it ends every answer when one request wants too much, and it does not notice a thread that is stuck.
 */
final class Vitals implements AutoCloseable {

    static final String THREAD = "airelay-vitals";

    private static final System.Logger LOG = System.getLogger(Vitals.class.getName());
    private static final Duration PERIOD = Duration.ofSeconds(10);
    /** A minute in which a loop finishes nothing. Looks are counted, not seconds: a machine may sleep between two. */
    private static final int LOOP_PATIENCE = 6;

    private static final int MEMORY_PATIENCE = 3;
    private static final int SHARE_OF_HEAP = 64;
    private static final int DIRECT_BYTES = 64 * 1024;

    private final List<Vital> vitals;
    private final Consumer<String> lost;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Something that a relay cannot serve without. Used by the watching thread alone. */
    static final class Vital {

        private final String lack;
        private final int patience;
        private final BooleanSupplier there;
        private int misses;

        /**
         * Creates a vital.
         *
         * @param lack what to report when it is missing
         * @param patience how many looks in a row may find it missing, the last of them included
         * @param there looks whether it is there; must not block. Running out of memory means no
         */
        Vital(String lack, int patience, BooleanSupplier there) {
            this.lack = lack;
            this.patience = patience;
            this.there = there;
        }

        /** Looks; returns true when it has been missing for too long. */
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
     * @param lost gets what is missing, on the watching thread
     */
    Vitals(List<Vital> vitals, Consumer<String> lost) {
        this.vitals = List.copyOf(vitals);
        this.lost = lost;
    }

    /** Returns the vital of an event loop that has not ended. */
    static Vital livingLoop(EventExecutor loop) {
        return new Vital("an event loop has ended", 1, () -> !loop.isShuttingDown());
    }

    /** Returns the vital of an event loop that gets through its work. */
    static Vital workingLoop(EventExecutor loop) {
        AtomicBoolean answered = new AtomicBoolean(true);
        return new Vital("an event loop is stuck", LOOP_PATIENCE, () -> {
            boolean sinceLastLook = answered.getAndSet(false);
            loop.execute(() -> answered.set(true));
            return sinceLastLook;
        });
    }

    /** Returns the vital of a heap and of network buffers that have something left, if need be after a collection. */
    static Vital memory() {
        return new Vital("there is no memory left", MEMORY_PATIENCE, () -> {
            Runtime runtime = Runtime.getRuntime();
            long wanted = runtime.maxMemory() / SHARE_OF_HEAP;
            long unused = runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
            boolean heap = unused >= wanted || new byte[(int) Math.min(wanted, Integer.MAX_VALUE / 2)].length > 0;
            return heap && ByteBufAllocator.DEFAULT.directBuffer(DIRECT_BYTES).release();
        });
    }

    /**
     * Begins to look.
     *
     * @throws OutOfMemoryError when the system gives no thread for it
     */
    void start() {
        Thread thread = new Thread(this::run, THREAD);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            boolean well = true;
            while (well && !closed.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS)) {
                well = look();
            }
        } catch (InterruptedException askedToEnd) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks at everything once; returns false when something is missing, which has been reported. */
    boolean look() {
        for (Vital vital : vitals) {
            if (vital.lost()) {
                return !report(vital.lack);
            }
        }
        return true;
    }

    /** What fails here, for lack of memory for one, is tried again at the next look. */
    private boolean report(String lack) {
        try {
            lost.accept(lack);
            return true;
        } catch (RuntimeException | Error failed) {
            LOG.log(System.Logger.Level.ERROR, "loss_not_reported", failed);
            return false;
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
