package dev.airelay.backend.connect;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpObject;
import org.jspecify.annotations.Nullable;

/** The user of a connection for one request and its response. Called on the connection's event loop. */
public interface ConnectionUser {

    /** Called when bytes have arrived, before they are parsed. */
    void onBytes();

    /** Called for each part of the response. The part is released after the call. */
    void onMessage(HttpObject message);

    /** A piece of the body, for which there is no message; the buffer is valid during the call only. */
    void onContent(ByteBuf piece);

    /** Called after the messages of one read. */
    void onReadComplete();

    /**
     * Called when the connection is closed by anyone but the user.
     *
     * @param cause the error; null if the upstream closed it normally
     */
    void onClosed(@Nullable Throwable cause);
}
