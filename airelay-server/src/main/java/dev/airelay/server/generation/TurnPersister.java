package dev.airelay.server.generation;

import dev.airelay.transforms.memory.TurnState;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Keeps the turn of one request when it is over. An answer waits for it, so that the next request can follow at once. */
@FunctionalInterface
interface TurnPersister {

    /** Keeps nothing: for requests whose turns are not kept. */
    TurnPersister NOTHING = state -> CompletableFuture.completedFuture(Optional.empty());

    /**
     * Keeps a turn.
     *
     * @return completes on any thread and never fails: why the turn could not be kept; empty when it was
     */
    CompletionStage<Optional<String>> keep(TurnState state);

    /**
     * Keeps the turn of a reply, if it has one, and then goes on.
     *
     * @param loop the event loop, on which this is called and {@code next} is run; at once when nothing is to be kept
     * @param next gets why the turn could not be kept; empty when it was, or had not to be
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
