package dev.airelay.backend.connect;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One time-out at a time on one event loop, whose start can be moved for the cost of reading a clock: the loop's timer is set
 * again only when it fires too early. Used on the loop only, by the loop's own clock.
 */
public final class RestartableTimer {

    private final EventExecutor loop;
    private long limitNanos;
    private Runnable expired;
    private @Nullable Future<?> timer;
    /** When the loop's timer fires; of no meaning without one. */
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

    /** Counts from now with another limit and action, in place of the ones before. */
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

    /** Returns whether it counts: started, and neither expired nor stopped since. */
    public boolean running() {
        return running;
    }

    /** Counts from now, if it runs. */
    public void touch() {
        since = now();
    }

    /** Stops counting. The loop's timer may rest until it fires: the next start is cheap then. */
    public void pause() {
        running = false;
    }

    /** Stops counting, and leaves nothing behind on the loop. */
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
