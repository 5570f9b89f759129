package dev.airelay.server.http;

import io.netty.channel.ChannelHandlerContext;

/** Serves the requests of one route. */
@FunctionalInterface
public interface Endpoint {

    /**
     * Starts the response. Called on the connection's event loop and must not block; the response is written through {@code
     * ctx}, now or later on the same loop.
     *
     * @return the exchange, which is notified if the client disconnects before the response is complete
     */
    Exchange handle(RelayRequest request, ChannelHandlerContext ctx);
}
