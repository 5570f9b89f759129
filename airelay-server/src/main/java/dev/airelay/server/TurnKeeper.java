package dev.airelay.server;

import dev.airelay.transforms.TurnState;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Keeps the turn of one request when it is over. An answer waits for it, so that the next request can follow at once. */
@FunctionalInterface
interface TurnKeeper {

    /** Keeps nothing: for requests whose turns are not kept. */
    TurnKeeper NOTHING = state -> CompletableFuture.completedFuture(Optional.empty());

    /**
     * Keeps a turn.
     *
     * @return completes on any thread and never fails: why the turn could not be kept; empty when it was
     */
    CompletionStage<Optional<String>> keep(TurnState state);

    /** As {@link #keep(TurnState)}, of a reply that may have no turn to keep. */
    default CompletionStage<Optional<String>> keep(Optional<TurnState> state) {
        return state.map(this::keep).orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
    }
}
