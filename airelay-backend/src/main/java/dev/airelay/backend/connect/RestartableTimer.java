package dev.airelay.backend.connect;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One time-out at a time on one event loop, which can be restarted at the cost of reading a clock: the loop's timer is
 * rescheduled only when it fires too early. Used on the loop only, by the loop's own clock.
 */
public final class RestartableTimer {

    private final EventExecutor loop;
    private long limitNanos;
    private Runnable expired;
    private @Nullable Future<?> timer;
    /** When the loop's timer fires; meaningless without one. */
    private long firesAt;

    private boolean running;
    private long since;

    /** Creates a timer that gets its limit with each start. */
    public RestartableTimer(EventExecutor loop) {
        this(loop, Duration.ZERO, () -> {});
    }

    /**
     * Creates a timer that does not run yet.
     *
     * @param expired called once for each start that is neither stopped nor moved in time
     */
    public RestartableTimer(EventExecutor loop, Duration limit, Runnable expired) {
        this.loop = loop;
        this.limitNanos = limit.toNanos();
        this.expired = expired;
    }

    /** Restarts with another limit and action. */
    public void start(Duration limit, Runnable whenExpired) {
        limitNanos = limit.toNanos();
        expired = whenExpired;
        start();
    }

    /** Counts from now. */
    public void start() {
        running = true;
        touch();
        if (timer != null && firesAt - since > limitNanos) {
            cancel();
        }
        if (timer == null) {
            arm(limitNanos);
        }
    }

    /** Returns whether it is running: started, and neither expired nor stopped since. */
    public boolean running() {
        return running;
    }

    /** Restarts if it is running. */
    public void touch() {
        since = now();
    }

    /** Stops. The loop's timer may remain until it fires, so that the next start is cheap. */
    public void pause() {
        running = false;
    }

    /** Stops, and removes the loop's timer. */
    public void stop() {
        running = false;
        cancel();
    }

    private void cancel() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void arm(long nanos) {
        firesAt = now() + nanos;
        timer = loop.schedule(this::check, nanos, TimeUnit.NANOSECONDS);
    }

    private void check() {
        timer = null;
        if (!running) {
            return;
        }
        long remaining = limitNanos - (now() - since);
        if (remaining > 0) {
            arm(remaining);
        } else {
            running = false;
            expired.run();
        }
    }

    private long now() {
        return loop.ticker().nanoTime();
    }
}
