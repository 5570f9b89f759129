package dev.airelay.backend.connect;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The idle connections of one event loop, newest first. Used on that loop only; a connection never changes its loop.
 *
 * <p>The newest is taken first, so that those that are not needed expire: the pool holds as many as were in use at once
 * within the lifetime.
 */
public final class ConnectionPool {

    private final EventExecutor loop;
    private final int maxIdle;
    private final Duration lifetime;
    private final Deque<Resting> resting = new ArrayDeque<>();
    private final RestartableTimer sweeper;
    private boolean closed;

    /**
     * Creates an empty pool of one loop.
     *
     * @param maxIdle maximum number of idle connections; 0 for none
     * @param lifetime how long a connection may stay unused
     */
    public ConnectionPool(EventExecutor loop, int maxIdle, Duration lifetime) {
        this.loop = loop;
        this.maxIdle = maxIdle;
        this.lifetime = lifetime;
        this.sweeper = new RestartableTimer(loop);
    }

    /** Removes and returns the newest usable connection, or null if there is none. */
    @Nullable
    public UpstreamConnection take() {
        sweep();
        for (Resting next = resting.pollFirst(); next != null; next = resting.pollFirst()) {
            if (next.connection().active()) {
                return next.connection();
            }
            next.connection().close();
        }
        return null;
    }

    /** Adds an idle connection; the oldest is closed if there are too many. */
    void offer(UpstreamConnection connection) {
        if (closed || maxIdle == 0 || !connection.active()) {
            connection.close();
            return;
        }
        if (resting.size() >= maxIdle) {
            resting.removeLast().connection().close();
        }
        resting.addFirst(new Resting(connection, now()));
        if (resting.size() == 1) {
            sweeper.start(lifetime, this::sweep);
        }
    }

    /** Removes a connection that the upstream closed. Does nothing for one that is not in the pool. */
    void remove(UpstreamConnection connection) {
        resting.removeIf(entry -> entry.connection() == connection);
    }

    /** Closes all idle connections, now and from now on. */
    public void close() {
        closed = true;
        sweeper.stop();
        while (!resting.isEmpty()) {
            resting.removeFirst().connection().close();
        }
    }

    int size() {
        return resting.size();
    }

    private void sweep() {
        while (!resting.isEmpty() && age(resting.getLast()) >= lifetime.toNanos()) {
            resting.removeLast().connection().close();
        }
        if (resting.isEmpty()) {
            sweeper.stop();
        } else {
            sweeper.start(lifetime.minusNanos(age(resting.getLast())), this::sweep);
        }
    }

    private long age(Resting entry) {
        return now() - entry.since();
    }

    private long now() {
        return loop.ticker().nanoTime();
    }

    private record Resting(UpstreamConnection connection, long since) {}
}
