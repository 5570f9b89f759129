package dev.airelay.transforms.spi;

import dev.airelay.transforms.event.ByteSink;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.memory.TurnState;
import java.util.Optional;

/**
 * Turns upstream events into one client stream: a state machine for one reply, used by one thread at a time.
 *
 * <p>Each item of the stream, such as a server-sent event or a line, is handed to the sink in one call. Exactly one terminal is written, whatever the input.
 */
public interface StreamEncoder {

    /**
     * Encodes the next event. Nothing is written for events that the dialect does not show. An upstream failure event is
     * written as the dialect's in-band error.
     */
    void accept(UpstreamEvent event, ByteSink out);

    /**
     * Ends the stream with an in-band error, because the upstream broke off or the relay cannot continue. Does nothing after
     * the terminal.
     *
     * @param failure with the status that a response would have had, by which some APIs name a failure
     */
    void fail(UpstreamFailure failure, ByteSink out);

    /**
     * Returns true once nothing that the upstream still sends is of use: the terminal has been written, or this call's
     * part of a shared stream is complete. It may become so before the upstream's terminal event, as after a stop
     * sequence; the caller then cancels the upstream.
     */
    boolean ended();

    /** Returns about how many bytes of memory the reply takes; see {@link ObjectEncoder#heldBytes}. */
    long heldBytes();

    /**
     * Writes what a turn in the background begins with, before the upstream has said anything. Does nothing for other
     * turns, and when something has been written.
     */
    default void announce(ByteSink out) {}

    /** Ends the turn because the client gave it up. Does nothing after the terminal, and where turns are not kept. */
    default void cancel(ByteSink out) {}

    /** Returns the turn as far as it has come, to be kept; empty for dialects whose turns are not kept. */
    default Optional<TurnState> turn() {
        return Optional.empty();
    }
}
