package dev.airelay.server;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The threads of a relay. Safe for concurrent use; whoever opens them releases them.
 *
 * @param loops the event loops of client and upstream connections
 * @param blockingWork runs what blocks, never event loop work
 * @param longWork runs what only computes, and for long: apart, so that no file waits for it
 */
record RelayThreads(EventLoopGroup loops, ExecutorService blockingWork, ExecutorService longWork) {

    private static final System.Logger LOG = System.getLogger(RelayThreads.class.getName());

    /** Makes the threads; each starts with its first piece of work. */
    static RelayThreads open() {
        return new RelayThreads(
                new MultiThreadIoEventLoopGroup(
                        Runtime.getRuntime().availableProcessors(),
                        new DefaultThreadFactory("airelay-loop"),
                        NioIoHandler.newFactory()),
                Executors.newFixedThreadPool(2, new DefaultThreadFactory("airelay-work", true)),
                Executors.newSingleThreadExecutor(new DefaultThreadFactory("airelay-compute", true)));
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
            if (!blockingWork.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.log(System.Logger.Level.WARNING, "work_left_behind");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
