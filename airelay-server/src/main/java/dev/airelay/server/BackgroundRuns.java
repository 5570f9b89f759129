package dev.airelay.server;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The runs in the background that are not over yet. Safe for concurrent use. */
final class BackgroundRuns {

    private final Map<String, BackgroundRun> runs = new ConcurrentHashMap<>();

    /** Takes a run in until its outcome is kept. */
    void add(BackgroundRun run) {
        runs.put(run.id(), run);
        run.outcome().whenComplete((last, failure) -> runs.remove(run.id(), run));
    }

    Optional<BackgroundRun> find(String id) {
        return Optional.ofNullable(runs.get(id));
    }
}
