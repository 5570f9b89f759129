package dev.airelay.server;

import dev.airelay.backend.Model;
import dev.airelay.backend.ModelCatalog;
import dev.airelay.transforms.ApiError;
import io.netty.channel.ChannelHandlerContext;
import java.util.List;
import java.util.function.BiFunction;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /v1/models} and {@code GET /v1/models/{id}}, from the upstream's catalogue and the owner's further names. */
final class ModelsEndpoint {

    private final ModelCatalogs catalogs;
    private final List<String> further;

    /**
     * Creates the endpoint.
     *
     * @param further names shown besides the upstream's models
     */
    ModelsEndpoint(ModelCatalogs catalogs, List<String> further) {
        this.catalogs = catalogs;
        this.further = List.copyOf(further);
    }

    /** Lists the models that the upstream shows to users, then the owner's further ones. */
    Exchange list(RelayRequest request, ChannelHandlerContext ctx) {
        return answer(ctx, request, (catalog, none) -> {
            ObjectNode list = JsonNodeFactory.instance.objectNode().put("object", "list");
            ArrayNode entries = list.putArray("data");
            catalog.models().stream().filter(Model::listed).map(ModelEntry::of).forEach(entries::add);
            further.stream()
                    .filter(name -> catalog.find(name).filter(Model::listed).isEmpty())
                    .map(ModelEntry::ofName)
                    .forEach(entries::add);
            return Answer.json(200, list);
        });
    }

    /** Describes one model; the hidden ones too, since they can be used. */
    Exchange retrieve(RelayRequest request, ChannelHandlerContext ctx) {
        return answer(
                ctx,
                request,
                (catalog, id) -> catalog.find(id)
                        .map(model -> Answer.json(200, ModelEntry.of(model)))
                        .orElseGet(() -> further.contains(id)
                                ? Answer.json(200, ModelEntry.ofName(id))
                                : Answer.error(404, unknown(id))));
    }

    private Exchange answer(
            ChannelHandlerContext ctx, RelayRequest request, BiFunction<ModelCatalog, String, Answer> render) {
        return AwaitedAnswer.of(
                catalogs.get(ctx.channel().eventLoop()),
                ctx,
                (catalog, failure) -> catalog == null
                        ? UpstreamRefusal.answer(failure)
                        : render.apply(catalog, request.pathVariable()));
    }

    private static ApiError unknown(String id) {
        return new ApiError(
                "The model '" + id + "' is not in the upstream's catalog. GET /v1/models lists the available models.",
                ApiError.INVALID_REQUEST,
                "model",
                "model_not_found");
    }
}
