package dev.airelay.server;

import io.netty.channel.ChannelHandlerContext;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code GET /healthz}: alive, and nothing else, because anyone may ask. */
final class HealthEndpoint implements Endpoint {

    @Override
    public Exchange handle(RelayRequest request, ChannelHandlerContext ctx) {
        Answer.json(
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
