package dev.airelay.transforms.spi;

import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.memory.TurnState;
import java.util.Optional;

/** Collects upstream events into one JSON object: a state machine for one reply, used by one thread at a time. */
public interface ObjectEncoder {

    /** Accepts the next event. */
    void accept(UpstreamEvent event);

    /**
     * Returns true once the reply is complete although the upstream continues, as after a stop sequence: the caller cancels
     * the upstream call and calls {@link #finish}.
     */
    default boolean ended() {
        return false;
    }

    /**
     * Returns the approximate memory of the reply in bytes: of the stored parts of events, and of the final object. Cheap to
     * call.
     */
    long heldBytes();

    /** Returns the finished reply; called once, after {@link #ended}, the terminal event or the end of the stream. */
    Outcome finish();

    /** How the upstream's turn ended. */
    sealed interface Outcome {

        /**
         * The turn completed, or ended incomplete with a reason.
         *
         * @param json the dialect's object as UTF-8 JSON
         * @param turn the turn, to be stored; empty for dialects whose turns are not stored
         */
        record Finished(byte[] json, Optional<TurnState> turn) implements Outcome {

            /** Creates the outcome of a turn that is not stored. */
            public Finished(byte[] json) {
                this(json, Optional.empty());
            }
        }

        /**
         * The upstream failed, or its stream ended without a terminal event.
         *
         * @param failure the failure to report instead
         */
        record Failed(UpstreamFailure failure) implements Outcome {}
    }
}
