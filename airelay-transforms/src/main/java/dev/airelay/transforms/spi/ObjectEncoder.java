package dev.airelay.transforms.spi;

import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.memory.TurnState;
import java.util.Optional;

/** Gathers upstream events into one JSON object: a state machine for one reply, used by one thread at a time. */
public interface ObjectEncoder {

    /** Takes the next event. */
    void accept(UpstreamEvent event);

    /**
     * Returns true once the reply is certain though the upstream goes on, as after a stop sequence: the caller cancels the
     * upstream and takes {@link #finish}.
     */
    default boolean ended() {
        return false;
    }

    /**
     * Returns about how many bytes of memory the reply takes: what is kept of the events, and what will be made of it at the
     * end. Costs nothing to ask.
     */
    long heldBytes();

    /** Returns the finished reply; called once, after {@link #ended}, the terminal event or the end of the stream. */
    Outcome finish();

    /** How the upstream's turn ended. */
    sealed interface Outcome {

        /**
         * The turn ended well, or incomplete with its reason.
         *
         * @param json the dialect's object as UTF-8 JSON
         * @param turn the turn, to be kept; empty for dialects whose turns are not kept
         */
        record Finished(byte[] json, Optional<TurnState> turn) implements Outcome {

            /** Creates the outcome of a turn that is not kept. */
            public Finished(byte[] json) {
                this(json, Optional.empty());
            }
        }

        /**
         * The upstream failed, or its stream ended without a terminal event.
         *
         * @param failure what to answer instead
         */
        record Failed(UpstreamFailure failure) implements Outcome {}
    }
}
