package dev.airelay.server.account;

import dev.airelay.backend.account.Model;
import dev.airelay.backend.account.ModelCatalog;
import dev.airelay.server.http.AsyncExchange;
import dev.airelay.server.http.Exchange;
import dev.airelay.server.http.RelayRequest;
import dev.airelay.server.http.Response;
import dev.airelay.server.http.Route;
import dev.airelay.server.upstream.ModelCatalogs;
import dev.airelay.server.upstream.ModelEntry;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.spi.ModelDirectory;
import dev.airelay.transforms.spi.TranslationSettings;
import io.netty.channel.ChannelHandlerContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /v1/models} and {@code GET /v1/models/{id}}, from the upstream's catalog and the owner's additional names. */
public final class ModelsEndpoint {

    private final ModelCatalogs catalogs;
    private final List<String> further;
    private final TranslationSettings settings;

    /**
     * Creates the endpoint.
     *
     * @param further names shown besides the upstream's models
     * @param settings resolves the owner's names
     */
    public ModelsEndpoint(ModelCatalogs catalogs, List<String> further, TranslationSettings settings) {
        this.catalogs = catalogs;
        this.further = List.copyOf(further);
        this.settings = settings;
    }

    /**
     * Lists the models that the upstream shows to users, then the owner's additional ones. Omits those that need a newer
     * client version than the relay reports: the upstream would refuse them. Codex sends its version, and reads
     * another member than OpenAI's clients: the upstream's own descriptions.
     */
    public Exchange list(RelayRequest request, ChannelHandlerContext ctx) {
        if (request.context().api().equals(Route.Api.ANTHROPIC)) {
            return answer(
                    ctx,
                    request,
                    (catalog, none) -> Response.json(200, ofAnthropic(catalog).page(request.query())));
        }
        return answer(ctx, request, (catalog, none) -> {
            ObjectNode list = JsonNodeFactory.instance.objectNode().put("object", "list");
            ArrayNode entries = list.putArray("data");
            catalog.models().stream().filter(catalogs::offered).map(this::entry).forEach(entries::add);
            further.stream()
                    .filter(name -> catalog.find(name).filter(catalogs::offered).isEmpty())
                    .map(ModelEntry::ofName)
                    .forEach(entries::add);
            if (!request.query("client_version").isEmpty()) {
                ArrayNode described = list.putArray("models");
                catalog.models().stream()
                        .filter(catalogs::offered)
                        .map(Model::json)
                        .forEach(described::add);
            }
            return Response.json(200, list);
        });
    }

    /** Describes one model, which may be hidden, since hidden models can be used. */
    public Exchange retrieve(RelayRequest request, ChannelHandlerContext ctx) {
        if (request.context().api().equals(Route.Api.ANTHROPIC)) {
            return answer(
                    ctx,
                    request,
                    (catalog, id) -> Response.json(
                            200,
                            ofAnthropic(catalog)
                                    .find(id)
                                    .or(() -> catalog.find(id).map(ClaudeModelList::of))
                                    .orElseThrow(() -> unknown(id))));
        }
        return answer(
                ctx,
                request,
                (catalog, id) -> catalog.find(id)
                        .map(model -> Response.json(200, entry(model)))
                        .or(() -> further.contains(id)
                                ? Optional.of(Response.json(200, ModelEntry.ofName(id)))
                                : Optional.empty())
                        .orElseThrow(() -> unknown(id)));
    }

    private ClaudeModelList ofAnthropic(ModelCatalog catalog) {
        return new ClaudeModelList(
                catalog.models().stream().filter(catalogs::offered).toList(), further, settings::aliasOf);
    }

    /** Returns the upstream's models, fetched on the connection's loop if necessary. */
    public CompletionStage<ModelCatalog> catalog(ChannelHandlerContext ctx) {
        return catalogs.get(ctx.channel().eventLoop());
    }

    /** Returns the models of the catalog, and the owner's additional ones. */
    public ModelDirectory directory(ModelCatalog catalog) {
        return catalogs.directory(catalog);
    }

    /** Returns whether the model may be advertised. */
    public boolean offered(Model model) {
        return catalogs.offered(model);
    }

    /** Returns the names shown besides the upstream's models. */
    public List<String> further() {
        return further;
    }

    private ObjectNode entry(Model model) {
        return ModelEntry.of(model, catalogs.offered(model));
    }

    private Exchange answer(
            ChannelHandlerContext ctx, RelayRequest request, BiFunction<ModelCatalog, String, Response> render) {
        return AsyncExchange.responding(
                catalog(ctx), request.errors(), ctx, catalog -> render.apply(catalog, request.pathVariable()));
    }

    private static RequestRejected unknown(String id) {
        String message =
                "The model '" + id + "' is not in the upstream's catalog. GET /v1/models lists the available models.";
        return new RequestRejected(404, ApiError.invalid("model", "model_not_found", message));
    }
}
