package dev.airelay.server.ollama;

import dev.airelay.backend.account.Model;
import dev.airelay.backend.account.ModelCatalog;
import dev.airelay.server.account.ModelsEndpoint;
import dev.airelay.server.http.AsyncExchange;
import dev.airelay.server.http.Exchange;
import dev.airelay.server.http.JsonBody;
import dev.airelay.server.http.RelayRequest;
import dev.airelay.server.http.Response;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.FailureClassifier;
import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.ollama.OllamaModelName;
import dev.airelay.transforms.ollama.OllamaModelRequest;
import dev.airelay.transforms.spi.Dialect;
import dev.airelay.transforms.spi.TranslationSettings;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Ollama's routes for versions and models, from the upstream's catalog and the owner's additional names. */
public final class OllamaModels {

    /** The version of Ollama whose API the relay follows. VS Code requires at least 0.6.4, and only numbers. */
    static final String API_VERSION = "0.40.12";

    /** No model is ever unloaded; clients calculate with the time, so it is not too far in the future. */
    private static final Duration LOADED_FOR = Duration.ofDays(365);

    private static final byte[] RUNNING = "Ollama is running".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SUCCESS = "{\"status\":\"success\"}".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PULLED =
            "{\"status\":\"pulling manifest\"}\n{\"status\":\"success\"}\n".getBytes(StandardCharsets.US_ASCII);

    private final ModelsEndpoint models;
    private final JsonBody bodies;
    private final TranslationSettings settings;
    private final boolean toolsAllowed;
    private final InstantSource clock;
    private final Instant modified;

    /**
     * Creates the routes.
     *
     * @param models the models
     * @param bodies reads request bodies
     * @param settings the owner's settings
     * @param toolsAllowed whether models are listed with tool support
     * @param clock the current time; the time of creation counts as every model's last change, which the upstream does not
     *     report
     */
    public OllamaModels(
            ModelsEndpoint models,
            JsonBody bodies,
            TranslationSettings settings,
            boolean toolsAllowed,
            InstantSource clock) {
        this.models = models;
        this.bodies = bodies;
        this.settings = settings;
        this.toolsAllowed = toolsAllowed;
        this.clock = clock;
        modified = clock.instant();
    }

    /** {@code GET /} and {@code HEAD /}: the response by which clients detect Ollama. */
    public static Exchange running(RelayRequest request, ChannelHandlerContext ctx) {
        Response.json(200, RUNNING)
                .header(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                .writeTo(ctx);
        return Exchange.ANSWERED;
    }

    /** {@code GET /api/version}. */
    public Exchange version(RelayRequest request, ChannelHandlerContext ctx) {
        Response.json(200, JsonNodeFactory.instance.objectNode().put("version", API_VERSION))
                .writeTo(ctx);
        return Exchange.ANSWERED;
    }

    /** {@code GET /api/tags}: the models that the upstream shows to users, then the owner's additional ones. */
    public Exchange tags(RelayRequest request, ChannelHandlerContext ctx) {
        return list(request, ctx, model -> model.tag(modified, toolsAllowed));
    }

    /** {@code GET /api/ps}: all models, because each is ready for use. */
    public Exchange loaded(RelayRequest request, ChannelHandlerContext ctx) {
        Instant expires = clock.instant().plus(LOADED_FOR);
        return list(request, ctx, model -> model.running(expires));
    }

    private Exchange list(
            RelayRequest request, ChannelHandlerContext ctx, Function<OllamaModelView, ObjectNode> entry) {
        return AsyncExchange.responding(models.catalog(ctx), request.errors(), ctx, catalog -> {
            ObjectNode list = JsonNodeFactory.instance.objectNode();
            ArrayNode entries = list.putArray("models");
            offered(catalog).map(name -> view(catalog, name)).map(entry).forEach(entries::add);
            return Response.json(200, list);
        });
    }

    private Stream<String> offered(ModelCatalog catalog) {
        Stream<String> listed =
                catalog.models().stream().filter(models::offered).map(Model::slug);
        return Stream.concat(listed, models.further().stream()).distinct();
    }

    /** {@code POST /api/show}: describes one model, which may be hidden, since hidden models can be used. */
    public Exchange show(RelayRequest request, ChannelHandlerContext ctx) {
        OllamaModelRequest asked = OllamaModelRequest.SHOW.read(bodies.read(request.body()), settings);
        return AsyncExchange.responding(
                models.catalog(ctx),
                request.errors(),
                ctx,
                catalog -> Response.json(200, known(catalog, asked.model()).shown(modified, toolsAllowed))
                        .ignoring(asked.ignored()));
    }

    /** {@code POST /api/pull}: an available model needs no download, and no other can be downloaded. */
    public Exchange pull(RelayRequest request, ChannelHandlerContext ctx) {
        OllamaModelRequest asked = OllamaModelRequest.PULL.read(bodies.read(request.body()), settings);
        return AsyncExchange.responding(models.catalog(ctx), request.errors(), ctx, catalog -> {
            known(catalog, asked.model());
            Response answer = asked.stream()
                    ? Response.json(200, PULLED)
                            .header(HttpHeaderNames.CONTENT_TYPE, Dialect.Framing.NDJSON.contentType())
                    : Response.json(200, SUCCESS);
            return answer.ignoring(asked.ignored());
        });
    }

    private OllamaModelView known(ModelCatalog catalog, String asked) {
        String name = OllamaModelName.untagged(asked, settings);
        if (listed(catalog, name).isEmpty()
                && !models.further().contains(name)
                && settings.aliasOf(name).isEmpty()) {
            throw new RequestRejected(
                    404,
                    ApiError.invalid(
                            "model",
                            FailureClassifier.MODEL_NOT_FOUND,
                            "model '" + asked
                                    + "' not found. GET /api/tags lists the models; no others can be pulled"));
        }
        return view(catalog, name);
    }

    private OllamaModelView view(ModelCatalog catalog, String name) {
        return new OllamaModelView(name, listed(catalog, name).flatMap(catalog::find));
    }

    /** Returns the model that a chat with this name is sent to. */
    private Optional<String> listed(ModelCatalog catalog, String name) {
        return OllamaModelName.listed(name, settings, models.directory(catalog));
    }
}
