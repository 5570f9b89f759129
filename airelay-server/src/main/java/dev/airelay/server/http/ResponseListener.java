package dev.airelay.server.http;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.concurrent.Future;

/**
 * Observes the responses of one connection, one after another: begin and end, but not the pieces in between, of which a
 * stream has many. Registered with {@link ConnectionState#addListener}; called on the connection's event loop before the
 * message is forwarded toward the socket.
 */
public interface ResponseListener {

    /** An interim response (1xx) is written. */
    default void onInterim() {}

    /** The head of the final response is written. Its headers may still be changed. */
    default void onHead(HttpResponse head) {}

    /**
     * The last piece of the final response is written. The next request may begin before it has been sent.
     *
     * @param sent completes when the whole response has been passed to the system, or could not be
     */
    default void onEnd(Future<?> sent) {}
}
