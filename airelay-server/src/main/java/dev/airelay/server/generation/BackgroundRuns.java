package dev.airelay.server.generation;

import dev.airelay.backend.connect.UpstreamException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The background runs in progress. Safe for concurrent use. */
public final class BackgroundRuns {

    private final Map<String, BackgroundRun> runs = new ConcurrentHashMap<>();

    /** Adds a run until its outcome is stored. */
    void add(BackgroundRun run) {
        runs.put(run.id(), run);
        run.outcome().whenComplete((last, failure) -> runs.remove(run.id(), run));
    }

    public int size() {
        return runs.size();
    }

    /** Returns a future that completes when all present runs have ended and are stored. */
    public CompletableFuture<Void> ended() {
        return CompletableFuture.allOf(runs.values().stream()
                .map(run -> run.outcome().toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
    }

    /** Ends all present runs with a failure. */
    public void failAll(UpstreamException failure) {
        runs.values().forEach(run -> run.abandon(failure));
    }

    public Optional<BackgroundRun> find(String id) {
        return Optional.ofNullable(runs.get(id));
    }
}
