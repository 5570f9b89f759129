package dev.airelay.server.generation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Does blocking work piece by piece, in the order given. Safe for concurrent use. */
final class SerialWork {

    private final Executor blocking;
    private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

    SerialWork(Executor blocking) {
        this.blocking = blocking;
    }

    /** Adds a piece; the stage completes with its value or failure. The failure of one piece does not stop the next. */
    synchronized <T> CompletionStage<T> add(Supplier<T> work) {
        CompletableFuture<T> next = last.handleAsync((before, failure) -> work.get(), blocking);
        last = next;
        return next;
    }
}
