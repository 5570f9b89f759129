package dev.airelay.server;

import dev.airelay.config.LoadedConfig;
import dev.airelay.config.token.RelayTokenSource;
import dev.airelay.server.http.AsyncExchange;
import dev.airelay.server.http.Endpoint;
import dev.airelay.server.http.Exchange;
import dev.airelay.server.http.RelayRequest;
import dev.airelay.server.http.Response;
import dev.airelay.server.upstream.ModelCatalogs;
import io.netty.channel.ChannelHandlerContext;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /v1/relay/status}: readiness, the settings in effect and the routes; never a secret. */
final class RelayStatusEndpoint implements Endpoint {

    private final LoadedConfig loaded;
    private final RelayTokenSource token;
    private final Readiness readiness;
    private final ModelCatalogs models;
    private final Figures figures;
    private final List<String> routes;

    /**
     * Values that change while the relay runs.
     *
     * @param storage the use of the store; completes on any thread
     * @param traffic the state of the traffic log
     * @param ollama the address for Ollama's clients; empty without a listener for them
     */
    record Figures(
            Supplier<CompletionStage<ObjectNode>> storage,
            Supplier<ObjectNode> traffic,
            Supplier<Optional<URI>> ollama) {}

    /**
     * Creates the endpoint.
     *
     * @param routes the served paths
     */
    RelayStatusEndpoint(
            LoadedConfig loaded,
            RelayTokenSource token,
            Readiness readiness,
            ModelCatalogs models,
            Figures figures,
            List<String> routes) {
        this.loaded = loaded;
        this.token = token;
        this.readiness = readiness;
        this.models = models;
        this.figures = figures;
        this.routes = List.copyOf(routes);
    }

    @Override
    public Exchange handle(RelayRequest request, ChannelHandlerContext ctx) {
        int port = ((InetSocketAddress) ctx.channel().localAddress()).getPort();
        CompletionStage<Response> answer = readiness
                .session()
                .thenCombine(
                        figures.storage().get(), (session, usage) -> Response.json(200, status(port, session, usage)));
        return AsyncExchange.responding(answer, request.errors(), ctx, Function.identity());
    }

    private ObjectNode status(int port, Readiness.Session session, ObjectNode usage) {
        ObjectNode status = JsonNodeFactory.instance
                .objectNode()
                .put("object", "relay.status")
                .put("app_name", "AIRelay")
                .put("version", RelayVersion.current());
        status.putObject("ready").put("upstream_auth", session.ready()).put("relay_token", readiness.hasToken());
        session.kept().ifPresent(kept -> status.set("auth", JsonMapper.shared().valueToTree(kept)));
        ObjectNode relay = status.putObject("relay");
        for (ConfigSummary.Field field : ConfigSummary.of(loaded, port, token).fields()) {
            relay.set(field.name(), JsonMapper.shared().valueToTree(field.value()));
        }
        relay.put("ollama_url", figures.ollama().get().map(URI::toString).orElse(null));
        status.set("models_cache", models.describe());
        status.set("storage", usage);
        status.set("traffic_log", figures.traffic().get());
        ArrayNode supported = status.putArray("supported_routes");
        routes.forEach(supported::add);
        return status;
    }
}
