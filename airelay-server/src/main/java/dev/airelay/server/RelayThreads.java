package dev.airelay.server;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The threads of a relay. Safe for concurrent use; whoever opens them releases them.
 *
 * @param loops the event loops of client and upstream connections
 * @param blockingWork runs what blocks, never event loop work
 * @param longWork runs what only computes, and for long: apart, so that no file waits for it
 */
record RelayThreads(RelayLoops loops, Workers blockingWork, Workers longWork) {

    /** They keep the process alive, the others do not. */
    private static final String LOOPS = "airelay-loop";

    private static final System.Logger LOG = System.getLogger(RelayThreads.class.getName());

    /** Makes the threads; each starts with its first piece of work, unless {@link #start} comes first. */
    static RelayThreads open() {
        return open(name -> new DefaultThreadFactory(name, !name.equals(LOOPS)));
    }

    /**
     * As the other method, with threads of the caller's making.
     *
     * @param threads returns what makes the threads of a name
     */
    static RelayThreads open(Function<String, ThreadFactory> threads) {
        return new RelayThreads(
                new RelayLoops(Runtime.getRuntime().availableProcessors(), threads.apply(LOOPS)),
                new Workers(2, threads.apply("airelay-work")),
                new Workers(1, threads.apply("airelay-compute")));
    }

    /**
     * Starts all threads: a relay that has them needs no more, however few the system has left.
     *
     * @throws OutOfMemoryError when the system gives no more threads
     */
    void start() {
        loops.startThreads();
        blockingWork.startThreads();
        longWork.startThreads();
    }

    /**
     * Ends the event loops, then tells the other threads to end: what the last connections leave behind is still taken.
     * Idempotent; blocks.
     */
    void release() {
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
        // Nobody is left whom its results are for.
        longWork.shutdownNow();
        blockingWork.shutdown();
    }

    /** Waits until the blocking work that was begun is done; a disk that hangs is not waited for any longer. */
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
