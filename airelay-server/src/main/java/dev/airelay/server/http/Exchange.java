package dev.airelay.server.http;

import dev.airelay.backend.connect.UpstreamException;
import io.netty.buffer.ByteBuf;

/**
 * One request in progress, as seen by its connection.
 *
 * <p>All calls are made on the event loop; after the response is complete they have no effect.
 */
public interface Exchange {

    /** The exchange of a response that is already written. */
    Exchange ANSWERED = new Exchange() {};

    /** The client has disconnected, or has got another response: stop immediately, write nothing. */
    default void onClientGone() {}

    /**
     * The relay cannot finish the response, because it is stopping or because of an internal error: end it with this error,
     * inside it if it has begun.
     *
     * @return true if the response ends properly now; false if it had ended before, or if its form allows no error
     */
    default boolean onFailure(UpstreamException failure) {
        return false;
    }

    /** The connection has become writable or not writable. */
    default void onWritabilityChanged(boolean writable) {}

    /**
     * The next piece of a streamed body; the exchange releases it. An exception ends the request, like an exception of its
     * endpoint.
     */
    default void onBody(ByteBuf piece) {
        piece.release();
    }

    /** All pieces of such a body have arrived. */
    default void onBodyEnd() {}
}
