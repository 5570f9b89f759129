package dev.airelay.transforms.spi;

import dev.airelay.transforms.event.ByteSink;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.memory.TurnState;
import java.util.Optional;

/**
 * Turns upstream events into one client stream: a state machine for one reply, used by one thread at a time.
 *
 * <p>Each item of the stream, such as a server-sent event or a line, is passed to the sink in one call. Exactly one terminal
 * is written, for any input.
 */
public interface StreamEncoder {

    /**
     * Encodes the next event. Nothing is written for events that the dialect does not show. An upstream failure event is
     * written as the dialect's in-band error.
     */
    void accept(UpstreamEvent event, ByteSink out);

    /**
     * Ends the stream with an in-band error, because the upstream was interrupted or the relay cannot continue. Does nothing
     * after the terminal.
     *
     * @param failure with the status that a response would have had, which some APIs use in errors
     */
    void fail(UpstreamFailure failure, ByteSink out);

    /**
     * Returns true once further upstream events are not needed: the terminal has been written, or this call's part of a
     * shared stream is complete. This may be before the upstream's terminal event, as after a stop sequence; the caller then
     * cancels the upstream call.
     */
    boolean ended();

    /** Returns the approximate memory of the reply in bytes; see {@link ObjectEncoder#heldBytes}. */
    long heldBytes();

    /**
     * Writes the beginning of a background turn, before the upstream has sent anything. Does nothing for other turns, or if
     * something has been written.
     */
    default void announce(ByteSink out) {}

    /** Ends the turn because the client canceled it. Does nothing after the terminal, or if turns are not stored. */
    default void cancel(ByteSink out) {}

    /** Returns the present state of the turn, to be stored; empty for dialects whose turns are not stored. */
    default Optional<TurnState> turn() {
        return Optional.empty();
    }
}
