package dev.airelay.server.generation;

import dev.airelay.server.http.Endpoint;
import dev.airelay.server.http.Exchange;
import dev.airelay.server.http.RelayRequest;
import dev.airelay.server.http.Response;
import dev.airelay.transforms.parameter.Compatibility;
import dev.airelay.transforms.parameter.ParameterTable;
import io.netty.channel.ChannelHandlerContext;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /v1/relay/compatibility}: the handling of each parameter, from the tables that the translations use. */
public final class CompatibilityEndpoint implements Endpoint {

    private final ObjectNode table;

    /**
     * Creates the endpoint.
     *
     * @param tables the parameters of each route, in the order in which they are listed
     */
    public CompatibilityEndpoint(Map<String, ParameterTable> tables) {
        table = Compatibility.of(tables);
    }

    @Override
    public Exchange handle(RelayRequest request, ChannelHandlerContext ctx) {
        Response.json(200, table).writeTo(ctx);
        return Exchange.ANSWERED;
    }
}
