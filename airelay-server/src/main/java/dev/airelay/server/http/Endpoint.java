package dev.airelay.server.http;

import io.netty.channel.ChannelHandlerContext;

/** Answers the requests of one route. */
@FunctionalInterface
public interface Endpoint {

    /**
     * Starts answering. Called on the connection's event loop and must not block; the answer is written through {@code ctx},
     * now or later on the same loop.
     *
     * @return what to do when the client goes before the answer is complete
     */
    Exchange handle(RelayRequest request, ChannelHandlerContext ctx);
}
