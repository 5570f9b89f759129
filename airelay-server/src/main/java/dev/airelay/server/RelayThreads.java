package dev.airelay.server;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The threads of a relay. Safe for concurrent use; the caller that opens them releases them.
 *
 * @param loops the event loops of client and upstream connections
 * @param blockingWork runs blocking work, never event loop work
 * @param longWork runs long computations, separately, so that no file access waits for them
 */
record RelayThreads(RelayLoops loops, Workers blockingWork, Workers longWork) {

    /** These keep the process alive, the others do not. */
    private static final String LOOPS = "airelay-loop";

    private static final System.Logger LOG = System.getLogger(RelayThreads.class.getName());

    /** Creates the threads; each starts with its first task, unless {@link #start} is called before. */
    static RelayThreads open() {
        return open(name -> new DefaultThreadFactory(name, !name.equals(LOOPS)));
    }

    /**
     * As the other method, with the caller's threads.
     *
     * @param threads returns the thread factory for a name
     */
    static RelayThreads open(Function<String, ThreadFactory> threads) {
        return new RelayThreads(
                new RelayLoops(Runtime.getRuntime().availableProcessors(), threads.apply(LOOPS)),
                new Workers(2, threads.apply("airelay-work")),
                new Workers(1, threads.apply("airelay-compute")));
    }

    /**
     * Starts all threads: afterwards the relay needs no more, however few the system has left.
     *
     * @throws OutOfMemoryError if the system has no more threads
     */
    void start() {
        loops.startThreads();
        blockingWork.startThreads();
        longWork.startThreads();
    }

    /**
     * Ends the event loops, then the other threads: work left by the last connections is still accepted. Idempotent; blocks.
     */
    void release() {
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
        // No client is left to receive its results.
        longWork.shutdownNow();
        blockingWork.shutdown();
    }

    /** Waits until the running blocking work is done, but not for a disk that hangs. */
    void awaitBlockingWork() {
        try {
            if (!blockingWork.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.log(System.Logger.Level.WARNING, "work_left_behind");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
