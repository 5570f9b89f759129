package dev.airelay.server.generation;

import dev.airelay.server.http.StorageFailures;
import dev.airelay.store.frame.StoreException;
import dev.airelay.store.response.RunningResponse;
import dev.airelay.store.response.StoredEvent;
import dev.airelay.store.response.StoredResponse;
import dev.airelay.transforms.memory.LocalTurn;
import dev.airelay.transforms.memory.TurnState;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes a background run to disk, in the order of the calls. Every method returns immediately; the work is done on the
 * executor. A failure to store while the response is in progress is logged, and the response continues.
 */
final class RunJournal {

    private static final System.Logger LOG = System.getLogger(RunJournal.class.getName());

    private final LocalTurn turn;
    private final TurnStore turns;
    private final SerialWork disk;
    private @Nullable RunningResponse running;
    private volatile long stateBytes;

    RunJournal(LocalTurn turn, TurnStore turns, Executor blocking) {
        this.turn = turn;
        this.turns = turns;
        this.disk = new SerialWork(blocking);
    }

    LocalTurn turn() {
        return turn;
    }

    /** Returns the size of the last stored state on disk. May be called on any thread. */
    long stateBytes() {
        return stateBytes;
    }

    /** Begins with a first state and the first events; fails with a {@link StoreException} if they cannot be stored. */
    CompletionStage<TurnState> begin(TurnState first, List<StoredEvent> events) {
        return disk.add(() -> {
            StoredResponse kept = TurnStore.kept(turn, first);
            RunningResponse begun = turns.begin(kept);
            stateBytes = kept.bytes();
            running = begun;
            append(begun, events);
            return first;
        });
    }

    /**
     * Adds events.
     *
     * @param state the response after them; null if it need not be stored
     */
    CompletionStage<?> add(List<StoredEvent> events, @Nullable TurnState state) {
        return disk.add(() -> {
            RunningResponse open = running;
            if (open != null) {
                append(open, events);
                update(open, state);
            }
            return events;
        });
    }

    /** Ends with the last events and the outcome; fails if that cannot be stored, and the response then counts as failed. */
    CompletionStage<TurnState> finish(List<StoredEvent> events, TurnState last) {
        return disk.add(() -> {
            RunningResponse open = running;
            if (open != null) {
                // Closing stores it as failed if the outcome itself could not be stored.
                try (open) {
                    append(open, events);
                    open.finish(TurnStore.kept(turn, last));
                }
                turns.converse(turn, last);
            }
            return last;
        });
    }

    /** Ends a run that has no outcome; it is stored as failed. */
    CompletionStage<?> abandon() {
        return disk.add(() -> {
            RunningResponse open = running;
            if (open != null) {
                open.close();
            }
            return turn;
        });
    }

    private void append(RunningResponse open, List<StoredEvent> events) {
        try {
            events.forEach(open::append);
        } catch (StoreException lost) {
            StorageFailures.log(LOG, System.Logger.Level.WARNING, "events_not_kept id=" + turn.responseId(), lost);
        }
    }

    private void update(RunningResponse open, @Nullable TurnState state) {
        if (state == null) {
            return;
        }
        try {
            StoredResponse kept = TurnStore.kept(turn, state);
            stateBytes = kept.bytes();
            open.update(kept);
        } catch (StoreException lost) {
            StorageFailures.log(LOG, System.Logger.Level.WARNING, "state_not_kept id=" + turn.responseId(), lost);
        }
    }

    /** Runs blocking tasks one by one, in order. Safe for concurrent use. */
    private static final class SerialWork {

        private final Executor blocking;
        private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

        SerialWork(Executor blocking) {
            this.blocking = blocking;
        }

        /** Adds a task; the stage completes with its value or failure. A failed task does not stop the next. */
        synchronized <T> CompletionStage<T> add(Supplier<T> work) {
            CompletableFuture<T> next = last.handleAsync((before, failure) -> work.get(), blocking);
            last = next;
            return next;
        }
    }
}
