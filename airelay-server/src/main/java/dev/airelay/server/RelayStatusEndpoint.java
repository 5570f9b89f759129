package dev.airelay.server;

import dev.airelay.auth.CredentialSource;
import dev.airelay.auth.SessionStatus;
import dev.airelay.config.ConfigSummary;
import dev.airelay.config.LoadedConfig;
import dev.airelay.config.RelayTokenSource;
import io.netty.channel.ChannelHandlerContext;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /v1/relay/status}: what is ready, the settings in force and what is served; never a secret. */
final class RelayStatusEndpoint implements Endpoint {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    /** The session as far as it is known without the network. */
    private record Session(Optional<SessionStatus> kept, boolean ready) {}

    private static final Session NONE = new Session(Optional.empty(), false);

    private final LoadedConfig loaded;
    private final RelayTokenSource token;
    private final CredentialSource credentials;
    private final ModelCatalogs models;
    private final Supplier<CompletionStage<ObjectNode>> storage;
    private final Supplier<ObjectNode> traffic;
    private final List<String> routes;

    /**
     * Creates the endpoint.
     *
     * @param storage asks what is kept; completes on any thread
     * @param traffic tells what became of the traffic log's records
     * @param routes the paths that are served
     */
    RelayStatusEndpoint(
            LoadedConfig loaded,
            RelayTokenSource token,
            CredentialSource credentials,
            ModelCatalogs models,
            Supplier<CompletionStage<ObjectNode>> storage,
            Supplier<ObjectNode> traffic,
            List<String> routes) {
        this.loaded = loaded;
        this.token = token;
        this.credentials = credentials;
        this.models = models;
        this.storage = storage;
        this.traffic = traffic;
        this.routes = List.copyOf(routes);
    }

    @Override
    public Exchange handle(RelayRequest request, ChannelHandlerContext ctx) {
        int port = ((InetSocketAddress) ctx.channel().localAddress()).getPort();
        CompletionStage<Answer> answer = session()
                .exceptionally(unreadable -> NONE)
                .thenCombine(storage.get(), (session, usage) -> Answer.json(200, status(port, session, usage)));
        return AwaitedAnswer.of(
                answer, ctx, (whole, failure) -> whole == null ? StorageEndpoint.refusal(failure) : whole);
    }

    /** What is known of the session. A source that keeps none is asked for credentials, which cost it nothing. */
    private CompletionStage<Session> session() {
        return credentials
                .status()
                .thenCompose(kept -> kept.isPresent()
                        ? CompletableFuture.completedFuture(
                                new Session(kept, kept.get().readyForRequests()))
                        : credentials.current().handle((now, failure) -> new Session(kept, failure == null)));
    }

    private ObjectNode status(int port, Session session, ObjectNode usage) {
        ObjectNode status = JsonNodeFactory.instance
                .objectNode()
                .put("object", "relay.status")
                .put("app_name", "AIRelay")
                .put("version", RelayVersion.current());
        boolean open = !loaded.config().security().requireBearerAuth();
        status.putObject("ready")
                .put("upstream_auth", session.ready())
                .put("relay_token", open || token.current().isPresent());
        session.kept().ifPresent(kept -> status.set("auth", MAPPER.valueToTree(kept)));
        ObjectNode relay = status.putObject("relay");
        for (ConfigSummary.Field field : ConfigSummary.of(loaded, port, token).fields()) {
            relay.set(field.name(), MAPPER.valueToTree(field.value()));
        }
        status.set("models_cache", models.describe());
        status.set("storage", usage);
        status.set("traffic_log", traffic.get());
        ArrayNode supported = status.putArray("supported_routes");
        routes.forEach(supported::add);
        return status;
    }
}
