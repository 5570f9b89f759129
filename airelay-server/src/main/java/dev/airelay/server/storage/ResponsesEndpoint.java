package dev.airelay.server.storage;

import dev.airelay.server.generation.BackgroundRun;
import dev.airelay.server.generation.BackgroundRuns;
import dev.airelay.server.generation.ReplayExchange;
import dev.airelay.server.generation.ResponseEvents;
import dev.airelay.server.generation.ResponseHeadWriter;
import dev.airelay.server.http.AsyncExchange;
import dev.airelay.server.http.Exchange;
import dev.airelay.server.http.ListObject;
import dev.airelay.server.http.RelayRequest;
import dev.airelay.server.http.Response;
import dev.airelay.server.upstream.AnswerBounds;
import dev.airelay.store.conversation.StoredItem;
import dev.airelay.store.frame.Page;
import dev.airelay.store.frame.PageRequest;
import dev.airelay.store.response.ResponseObject;
import dev.airelay.store.response.ResponseStore;
import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.responses.MemoryFaults;
import dev.airelay.transforms.spi.Dialect;
import io.netty.channel.ChannelHandlerContext;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.node.JsonNodeFactory;

/** The routes under {@code /v1/responses/{id}}: stored responses, and background responses in progress. */
final class ResponsesEndpoint {

    private static final int MAX_LIMIT = 100;
    private static final int DEFAULT_LIMIT = 20;

    private final ResponseStore responses;
    private final BackgroundRuns runs;
    private final Executor blocking;
    private final ReplayExchange.Source streams;

    ResponsesEndpoint(ResponseStore responses, BackgroundRuns runs, Executor blocking, AnswerBounds bounds) {
        this.responses = responses;
        this.runs = runs;
        this.blocking = blocking;
        this.streams = new ReplayExchange.Source(new ResponseEvents(responses), runs, blocking, bounds);
    }

    /** Shows a response, or sends its stream again. */
    Exchange retrieve(RelayRequest request, ChannelHandlerContext ctx) {
        String id = request.pathVariable();
        boolean stream = request.query().flag("stream");
        long after = request.query().wholeNumber("starting_after", 0, Long.MAX_VALUE - 1, -1);
        ItemView.of(request.query());
        if (stream) {
            return ReplayExchange.send(
                    streams,
                    id,
                    after,
                    ctx,
                    request.errors(),
                    () -> ctx.write(ResponseHeadWriter.streamHead(request.version(), Dialect.Framing.SSE)));
        }
        return new StorageEndpoint(blocking, asked -> shown(id)).handle(request, ctx);
    }

    private Response shown(String id) {
        return shown(responses.find(id).orElseThrow(() -> MemoryFaults.responseNotFound(id)));
    }

    private static Response shown(ResponseObject response) {
        return Response.json(200, response.json());
    }

    /** Deletes a response; one in progress is canceled first. */
    Exchange delete(RelayRequest request, ChannelHandlerContext ctx) {
        String id = request.pathVariable();
        return answer(request, ctx, afterCancelling(id, () -> deleted(id)));
    }

    private Response deleted(String id) {
        if (!responses.delete(id)) {
            throw MemoryFaults.responseNotFound(id);
        }
        return Response.json(
                200,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", id)
                        .put("object", "response")
                        .put("deleted", true));
    }

    /** Cancels a background response; one that has ended is only shown. */
    Exchange cancel(RelayRequest request, ChannelHandlerContext ctx) {
        String id = request.pathVariable();
        return answer(request, ctx, afterCancelling(id, () -> {
            ResponseObject response = responses.find(id).orElseThrow(() -> MemoryFaults.responseNotFound(id));
            if (!response.head().background()) {
                throw MemoryFaults.notInBackground(id);
            }
            return shown(response);
        }));
    }

    private CompletionStage<Response> afterCancelling(String id, Supplier<Response> work) {
        Optional<BackgroundRun> running = runs.find(id);
        running.ifPresent(BackgroundRun::cancel);
        CompletionStage<?> over = running.<CompletionStage<?>>map(BackgroundRun::outcome)
                .orElseGet(() -> CompletableFuture.completedFuture(null));
        return over.thenApplyAsync(last -> work.get(), blocking);
    }

    /** Lists the items of the request that a response answers. */
    Response inputItems(RelayRequest request) {
        ItemView view = ItemView.of(request.query());
        PageRequest page = ListObject.page(request.query(), MAX_LIMIT, DEFAULT_LIMIT);
        Page<StoredItem> items =
                responses.inputItems(request.pathVariable(), page).orElseThrow(() -> unknown(request));
        return Response.json(200, ListObject.of(items, StoredItem::id, view::show));
    }

    private static RequestRejected unknown(RelayRequest request) {
        return MemoryFaults.responseNotFound(request.pathVariable());
    }

    private static Exchange answer(RelayRequest request, ChannelHandlerContext ctx, CompletionStage<Response> awaited) {
        return AsyncExchange.responding(awaited, request.errors(), ctx, Function.identity());
    }
}
