package dev.airelay.server.http;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One time-out on one event loop, whose beginning can be moved on for the cost of reading a clock: the timer is set anew
 * only when it fires too early. Used on the loop only, by the loop's own clock.
 */
public final class RestartableTimer {

    private final EventExecutor loop;
    private final long limitNanos;
    private final Runnable expired;
    private @Nullable Future<?> timer;
    private boolean running;
    private long since;

    /** Makes a countdown that does not run yet. */
    public RestartableTimer(EventExecutor loop, Duration limit, Runnable expired) {
        this.loop = loop;
        this.limitNanos = limit.toNanos();
        this.expired = expired;
    }

    /** Counts from now. */
    public void start() {
        running = true;
        touch();
        if (timer == null) {
            arm(limitNanos);
        }
    }

    public boolean running() {
        return running;
    }

    /** Counts anew from now, if it runs. */
    public void touch() {
        since = loop.ticker().nanoTime();
    }

    /** Counts no more. The timer may rest until it fires: the next start is cheap then. */
    public void stop() {
        running = false;
    }

    /** Counts no more, and leaves nothing behind on the loop. */
    public void end() {
        running = false;
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void arm(long nanos) {
        timer = loop.schedule(this::check, nanos, TimeUnit.NANOSECONDS);
    }

    private void check() {
        timer = null;
        if (!running) {
            return;
        }
        long remaining = limitNanos - (loop.ticker().nanoTime() - since);
        if (remaining > 0) {
            arm(remaining);
        } else {
            running = false;
            expired.run();
        }
    }
}
