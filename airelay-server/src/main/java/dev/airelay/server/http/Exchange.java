package dev.airelay.server.http;

import dev.airelay.backend.connect.UpstreamException;
import io.netty.buffer.ByteBuf;

/**
 * One request being answered, as far as the connection has something to tell it.
 *
 * <p>All calls come on the event loop; they may also come after the answer is complete and then have no effect.
 */
public interface Exchange {

    /** The exchange of an answer that is already written. */
    Exchange ANSWERED = new Exchange() {};

    /** The client has gone, or has been answered otherwise: stop at once, write nothing. */
    default void onClientGone() {}

    /**
     * The relay cannot finish the answer, because it stops or because of a failure of its own: end it with this error, in
     * it if it has begun.
     *
     * @return true if the answer ends in order now; false if it had ended before, or if its form allows no error
     */
    default boolean onFailure(UpstreamException failure) {
        return false;
    }

    /** The client takes bytes slower or faster than they come. */
    default void onWritabilityChanged(boolean writable) {}

    /**
     * The next piece of a body that is not gathered first; the exchange releases it. What it throws ends the request, like
     * what its endpoint throws.
     */
    default void onBody(ByteBuf piece) {
        piece.release();
    }

    /** All pieces of such a body have come. */
    default void onBodyEnd() {}
}
