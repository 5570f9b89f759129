package dev.airelay.server;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Event loops that survive a full heap. Netty's own end with the first {@link Error} that no handler catches, and with a
 * full heap the handling of an error may throw another: the process would keep its port and answer no request. Work that
 * such an error interrupts is left to the time-outs; the selector reports ready channels again. {@link Vitals} watches
 * whether enough memory becomes available.
 */
final class RelayLoops extends MultiThreadIoEventLoopGroup {

    /** The transport for all connections; docs/performance.md compares it with Netty's native ones. */
    static final String TRANSPORT = "NIO";

    private static final System.Logger LOG = System.getLogger(RelayLoops.class.getName());

    RelayLoops(int count, ThreadFactory threads) {
        super(count, threads, NioIoHandler.newFactory());
    }

    /**
     * Starts all threads, which Netty would start with their first work: later the system may have none left.
     *
     * @throws OutOfMemoryError if the system has no more threads
     */
    void startThreads() {
        for (EventExecutor loop : this) {
            loop.execute(() -> {});
        }
    }

    @Override
    public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
        for (EventExecutor loop : this) {
            try {
                Future<?> unused = loop.shutdownGracefully(quietPeriod, timeout, unit);
            } catch (OutOfMemoryError noThread) {
                // A loop that has not started needs a thread to end; without one Netty considers it ended.
                LOG.log(System.Logger.Level.DEBUG, "event_loop_never_started", noThread);
            }
        }
        return terminationFuture();
    }

    @Override
    protected IoEventLoop newChild(Executor executor, IoHandlerFactory handlers, Object... arguments) {
        return new Loop(this, executor, handlers);
    }

    private static final class Loop extends SingleThreadIoEventLoop {

        Loop(IoEventLoopGroup group, Executor executor, IoHandlerFactory handlers) {
            super(group, executor, handlers);
        }

        @Override
        protected void run() {
            boolean ended = false;
            while (!ended) {
                try {
                    super.run();
                    ended = true;
                } catch (OutOfMemoryError full) {
                    note(full);
                }
            }
        }

        private static void note(OutOfMemoryError full) {
            try {
                LOG.log(System.Logger.Level.ERROR, "event_loop_out_of_memory", full);
            } catch (OutOfMemoryError tooFullForWords) {
                // The watch relies on the loop's progress, not on its reported state.
            }
        }

        /** Netty stores a timer's exception in its future, which nothing reads. */
        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            return super.schedule(seen(command), delay, unit);
        }

        @Override
        public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long first, long period, TimeUnit unit) {
            return super.scheduleAtFixedRate(seen(command), first, period, unit);
        }

        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long first, long delay, TimeUnit unit) {
            return super.scheduleWithFixedDelay(seen(command), first, delay, unit);
        }

        private static Runnable seen(Runnable command) {
            return () -> {
                try {
                    command.run();
                } catch (RuntimeException | Error failed) {
                    LOG.log(System.Logger.Level.ERROR, "timer_failed", failed);
                    throw failed;
                }
            };
        }
    }
}
