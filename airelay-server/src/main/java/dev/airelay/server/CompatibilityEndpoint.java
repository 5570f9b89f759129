package dev.airelay.server;

import dev.airelay.transforms.Dialect;
import dev.airelay.transforms.parameter.Compatibility;
import io.netty.channel.ChannelHandlerContext;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /v1/relay/compatibility}: what becomes of each parameter, from the tables that the translations run on. */
final class CompatibilityEndpoint implements Endpoint {

    private final ObjectNode table;

    /**
     * Creates the endpoint.
     *
     * @param dialects the dialect of each route, in the order in which they are listed
     */
    CompatibilityEndpoint(Map<String, Dialect> dialects) {
        table = Compatibility.of(dialects);
    }

    @Override
    public Exchange handle(RelayRequest request, ChannelHandlerContext ctx) {
        Answer.json(200, table).writeTo(ctx);
        return Exchange.ANSWERED;
    }
}
