package dev.airelay.server.generation;

import dev.airelay.transforms.memory.TurnState;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Stores the turn of one request when it has ended. The response waits for it, so that the next request can continue it
 * immediately.
 */
@FunctionalInterface
interface TurnPersister {

    /** Stores nothing: for requests whose turns are not stored. */
    TurnPersister NOTHING = state -> CompletableFuture.completedFuture(Optional.empty());

    /**
     * Stores a turn.
     *
     * @return completes on any thread and never fails: why the turn could not be stored; empty if it was
     */
    CompletionStage<Optional<String>> keep(TurnState state);

    /**
     * Stores the turn of a reply, if it has one, and then runs {@code next}.
     *
     * @param loop the event loop, on which this is called and {@code next} is run; immediately if nothing is to be stored
     * @param next receives why the turn could not be stored; empty if it was, or did not have to be
     */
    default void keepThen(Optional<TurnState> turn, Executor loop, Consumer<Optional<String>> next) {
        CompletableFuture<Optional<String>> kept = turn.map(this::keep)
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()))
                .toCompletableFuture();
        if (kept.isDone()) {
            next.accept(kept.join());
        } else {
            kept.thenAcceptAsync(next, loop);
        }
    }
}
