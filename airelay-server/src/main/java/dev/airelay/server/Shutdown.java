package dev.airelay.server;

import dev.airelay.server.edge.Drain;
import dev.airelay.server.edge.OpenConnections;
import dev.airelay.server.generation.BackgroundRuns;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Finishes the work in progress before the relay closes. Safe for concurrent use.
 *
 * <pre>
 *   no new connections → idle ones closed, new requests refused → responses in progress continue, for a time
 *                      → the rest gets an error, in its stream if that has begun → a moment to send the errors
 * </pre>
 */
final class Shutdown {

    private static final System.Logger LOG = System.getLogger(Shutdown.class.getName());

    /** Time for errors to reach their clients. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final OpenConnections connections;
    private final BackgroundRuns runs;
    private final Drain drain;
    private final CompletableFuture<Void> hurry = new CompletableFuture<>();

    Shutdown(OpenConnections connections, BackgroundRuns runs, Drain drain) {
        this.connections = connections;
        this.runs = runs;
        this.drain = drain;
    }

    /** Ends the wait of a present or future {@link #run}. */
    void cutShort() {
        hurry.complete(null);
    }

    /** Waits for {@link #cutShort}, but no longer than this. */
    void awaitHurry(Duration longest) throws InterruptedException {
        try {
            hurry.get(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException over) {
            LOG.log(System.Logger.Level.DEBUG, "stopping_time_is_up");
        } catch (ExecutionException failed) {
            throw new IllegalStateException("nothing here can fail", failed);
        }
    }

    /**
     * Runs until no work is in progress. Blocks.
     *
     * @param listeners all of the relay's
     * @param patience how long responses in progress may continue
     */
    void run(List<Channel> listeners, Duration patience) {
        listeners.forEach(listener -> listener.close().awaitUninterruptibly());
        drain.begin();
        LOG.log(System.Logger.Level.INFO, "stopping connections=" + connections.size() + " runs=" + runs.size());
        connections.notifyEach(Drain.Event.BEGUN);
        if (!quietWithin(patience, hurry)) {
            LOG.log(System.Logger.Level.WARNING, "stopping_in_work connections=" + connections.size());
            connections.notifyEach(Drain.Event.TIME_IS_UP);
            runs.failAll(Drain.stopping());
            // Even in a hurry, abandoned responses are reported and stored.
            quietWithin(LAST_WORDS, new CompletableFuture<>());
        }
    }

    private boolean quietWithin(Duration longest, CompletableFuture<Void> noLonger) {
        long begun = System.nanoTime();
        // A request in progress may start a background run just before its connection closes, so check again.
        while (!quiet() && !noLonger.isDone()) {
            long left = longest.toNanos() - (System.nanoTime() - begun);
            if (left <= 0 || !changedWithin(left, noLonger)) {
                break;
            }
        }
        return quiet();
    }

    private boolean quiet() {
        return connections.size() == 0 && runs.size() == 0;
    }

    /** Waits for the work that is in progress now; returns false if there is no time left to wait. */
    private boolean changedWithin(long nanos, CompletableFuture<Void> noLonger) {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        connections.emptied().addListener(all -> closed.complete(null));
        // The outcome of a run concerns only its clients.
        CompletableFuture<Void> ended = runs.ended().exceptionally(failure -> null);
        try {
            CompletableFuture.anyOf(CompletableFuture.allOf(closed, ended), noLonger)
                    .get(nanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException over) {
            return false;
        } catch (ExecutionException failed) {
            throw new IllegalStateException("nothing here can fail", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
