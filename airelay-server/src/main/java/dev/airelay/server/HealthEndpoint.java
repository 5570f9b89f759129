package dev.airelay.server;

import dev.airelay.server.http.Endpoint;
import dev.airelay.server.http.Exchange;
import dev.airelay.server.http.RelayRequest;
import dev.airelay.server.http.Response;
import io.netty.channel.ChannelHandlerContext;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * {@code GET /healthz}, and {@code GET /api/hello} for Claude Code: reports only that the relay is alive, because no token
 * is needed.
 */
final class HealthEndpoint implements Endpoint {

    @Override
    public Exchange handle(RelayRequest request, ChannelHandlerContext ctx) {
        Response.json(
                        200,
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("ok", true)
                                .put("app_name", "AIRelay")
                                .put("version", RelayVersion.current()))
                .writeTo(ctx);
        return Exchange.ANSWERED;
    }
}
