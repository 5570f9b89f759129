package dev.airelay.server;

import dev.airelay.store.Page;
import dev.airelay.store.PageRequest;
import dev.airelay.store.ResponseObject;
import dev.airelay.store.ResponseStore;
import dev.airelay.store.StoredItem;
import dev.airelay.transforms.MemoryFaults;
import dev.airelay.transforms.RequestRejected;
import io.netty.channel.ChannelHandlerContext;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import tools.jackson.databind.node.JsonNodeFactory;

/** The routes under {@code /v1/responses/{id}}: responses that the relay kept, and those it makes in the background. */
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
                    streams, id, after, ctx, () -> ctx.write(ReplyHead.streamHead(request.version())));
        }
        return new StorageEndpoint(blocking, asked -> shown(id)).handle(request, ctx);
    }

    private Answer shown(String id) {
        return shown(responses.find(id).orElseThrow(() -> MemoryFaults.responseNotFound(id)));
    }

    private static Answer shown(ResponseObject response) {
        return Answer.json(200, response.json());
    }

    /** Deletes a response; one that is still made is given up first. */
    Exchange delete(RelayRequest request, ChannelHandlerContext ctx) {
        String id = request.pathVariable();
        return answer(ctx, afterCancelling(id, () -> deleted(id)));
    }

    private Answer deleted(String id) {
        if (!responses.delete(id)) {
            throw MemoryFaults.responseNotFound(id);
        }
        return Answer.json(
                200,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", id)
                        .put("object", "response")
                        .put("deleted", true));
    }

    /** Gives a response up that is made in the background; one that is over is only shown. */
    Exchange cancel(RelayRequest request, ChannelHandlerContext ctx) {
        String id = request.pathVariable();
        return answer(ctx, afterCancelling(id, () -> {
            ResponseObject response = responses.find(id).orElseThrow(() -> MemoryFaults.responseNotFound(id));
            if (!response.head().background()) {
                throw MemoryFaults.notInBackground(id);
            }
            return shown(response);
        }));
    }

    private CompletionStage<Answer> afterCancelling(String id, Supplier<Answer> work) {
        Optional<BackgroundRun> running = runs.find(id);
        running.ifPresent(BackgroundRun::cancel);
        CompletionStage<?> over = running.<CompletionStage<?>>map(BackgroundRun::outcome)
                .orElseGet(() -> CompletableFuture.completedFuture(null));
        return over.thenApplyAsync(last -> work.get(), blocking);
    }

    /** Lists the items of the request that a response answers. */
    Answer inputItems(RelayRequest request) {
        ItemView view = ItemView.of(request.query());
        PageRequest page = ListObject.page(request.query(), MAX_LIMIT, DEFAULT_LIMIT);
        Page<StoredItem> items =
                responses.inputItems(request.pathVariable(), page).orElseThrow(() -> unknown(request));
        return Answer.json(200, ListObject.of(items, StoredItem::id, view::show));
    }

    private static RequestRejected unknown(RelayRequest request) {
        return MemoryFaults.responseNotFound(request.pathVariable());
    }

    private static Exchange answer(ChannelHandlerContext ctx, CompletionStage<Answer> awaited) {
        return AwaitedAnswer.of(awaited, ctx, (answer, failure) -> answer == null ? StorageAnswer.of(failure) : answer);
    }
}
