package dev.airelay.server;

import dev.airelay.backend.Model;
import dev.airelay.backend.ModelCatalog;
import dev.airelay.backend.UpstreamException;
import dev.airelay.transforms.ApiError;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /v1/models} and {@code GET /v1/models/{id}}, from the upstream's catalogue. */
final class ModelsEndpoint {

    private final Function<EventLoop, CompletionStage<ModelCatalog>> catalogs;

    /**
     * Creates the endpoint.
     *
     * @param catalogs asks for the catalogue; completes on the event loop, exceptionally with an {@link UpstreamException}
     */
    ModelsEndpoint(Function<EventLoop, CompletionStage<ModelCatalog>> catalogs) {
        this.catalogs = catalogs;
    }

    /** Lists the models that the upstream shows to users. */
    Exchange list(RelayRequest request, ChannelHandlerContext ctx) {
        return answer(ctx, request, (catalog, ignored) -> {
            ObjectNode list = JsonNodeFactory.instance.objectNode().put("object", "list");
            ArrayNode entries = list.putArray("data");
            catalog.models().stream()
                    .filter(Model::listed)
                    .map(ModelsEndpoint::entry)
                    .forEach(entries::add);
            return Answer.json(200, list);
        });
    }

    /** Describes one model; the hidden ones too, since they can be used. */
    Exchange retrieve(RelayRequest request, ChannelHandlerContext ctx) {
        return answer(
                ctx,
                request,
                (catalog, id) -> catalog.models().stream()
                        .filter(model -> model.slug().equals(id))
                        .findFirst()
                        .map(model -> Answer.json(200, entry(model)))
                        .orElseGet(() -> Answer.error(404, unknown(id))));
    }

    private Exchange answer(
            ChannelHandlerContext ctx, RelayRequest request, BiFunction<ModelCatalog, String, Answer> render) {
        return AwaitedAnswer.of(
                catalogs.apply(ctx.channel().eventLoop()),
                ctx,
                (catalog, failure) ->
                        catalog == null ? refusal(failure) : render.apply(catalog, request.pathVariable()));
    }

    private static Answer refusal(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof UpstreamException upstream) {
            return FailureAnswer.of(upstream.failure());
        }
        throw new IllegalStateException("the catalogue failed in an unknown way", cause);
    }

    private static ObjectNode entry(Model model) {
        // The upstream reports no creation time; the member is required, so it is zero.
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", model.slug())
                .put("object", "model")
                .put("created", 0)
                .put("owned_by", "openai");
    }

    private static ApiError unknown(String id) {
        return new ApiError(
                "The model '" + id + "' is not in the upstream's catalogue. GET /v1/models lists those that are.",
                ApiError.INVALID_REQUEST,
                "model",
                "model_not_found");
    }
}
