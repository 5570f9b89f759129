package dev.airelay.server;

import dev.airelay.server.http.Endpoint;
import dev.airelay.server.http.Exchange;
import dev.airelay.server.http.RelayRequest;
import dev.airelay.server.http.Response;
import io.netty.channel.ChannelHandlerContext;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code GET /api/hello}, by which Claude Code finds out whether anything answers, without a token. */
final class HelloEndpoint implements Endpoint {

    @Override
    public Exchange handle(RelayRequest request, ChannelHandlerContext ctx) {
        Response.json(200, JsonNodeFactory.instance.objectNode().put("message", "hello"))
                .writeTo(ctx);
        return Exchange.ANSWERED;
    }
}
