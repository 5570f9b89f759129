package dev.airelay.backend;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One time-out at a time on one event loop, whose start can be moved on for the cost of reading a clock: the timer is set
 * anew only when it fires too early. Used on the loop only.
 */
final class RestartableTimer {

    private final EventExecutor loop;
    private @Nullable Future<?> timer;
    private @Nullable Runnable expired;
    private long limitNanos;
    private long since;

    RestartableTimer(EventExecutor loop) {
        this.loop = loop;
    }

    /** Counts from now; replaces whatever was being watched. */
    void start(Duration limit, Runnable whenExpired) {
        stop();
        limitNanos = limit.toNanos();
        expired = whenExpired;
        since = now();
        arm(limitNanos);
    }

    /** Counts anew from now. Does nothing when nothing is watched. */
    void touch() {
        since = now();
    }

    /** Watches nothing any more. */
    void stop() {
        expired = null;
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void arm(long nanos) {
        timer = loop.schedule(this::check, nanos, TimeUnit.NANOSECONDS);
    }

    private void check() {
        Runnable action = expired;
        if (action == null) {
            return;
        }
        long remaining = limitNanos - (now() - since);
        if (remaining > 0) {
            arm(remaining);
        } else {
            stop();
            action.run();
        }
    }

    private long now() {
        return loop.ticker().nanoTime();
    }
}
