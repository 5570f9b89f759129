package dev.airelay.server;

import io.netty.channel.ChannelHandlerContext;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /v1/relay/status}: what the relay serves and whether it is ready; never a secret. */
final class RelayStatusEndpoint implements Endpoint {

    private final List<String> routes;
    private final Supplier<Boolean> tokenReady;
    private final Supplier<Integer> connections;

    RelayStatusEndpoint(List<String> routes, Supplier<Boolean> tokenReady, Supplier<Integer> connections) {
        this.routes = List.copyOf(routes);
        this.tokenReady = tokenReady;
        this.connections = connections;
    }

    @Override
    public Exchange handle(RelayRequest request, ChannelHandlerContext ctx) {
        ObjectNode status = JsonNodeFactory.instance
                .objectNode()
                .put("object", "relay.status")
                .put("app_name", "AIRelay")
                .put("version", RelayVersion.current());
        status.putObject("ready").put("relay_token", tokenReady.get());
        status.put("open_connections", connections.get());
        ArrayNode supported = status.putArray("supported_routes");
        routes.forEach(supported::add);
        Answer.json(200, status).writeTo(ctx);
        return Exchange.ANSWERED;
    }
}
