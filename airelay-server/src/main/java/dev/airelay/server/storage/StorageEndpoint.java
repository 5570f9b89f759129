package dev.airelay.server.storage;

import dev.airelay.server.http.AsyncExchange;
import dev.airelay.server.http.Endpoint;
import dev.airelay.server.http.Exchange;
import dev.airelay.server.http.RelayRequest;
import dev.airelay.server.http.Response;
import dev.airelay.store.frame.StoreException;
import dev.airelay.transforms.failure.RequestRejected;
import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Answers from the store, on the executor for what blocks. */
final class StorageEndpoint implements Endpoint {

    /** Makes the answer. Called on the executor; holds no reference to the connection. */
    @FunctionalInterface
    interface Work {

        /**
         * Returns the answer.
         *
         * @throws RequestRejected when the request is invalid
         * @throws StoreException when the store refuses or fails
         */
        Response answer(RelayRequest request);
    }

    private static final int AT_LEAST_BYTES = 4 * 1024;

    private final Executor blocking;
    private final Work work;

    StorageEndpoint(Executor blocking, Work work) {
        this.blocking = blocking;
        this.work = work;
    }

    @Override
    public Exchange handle(RelayRequest request, ChannelHandlerContext ctx) {
        return AsyncExchange.responding(
                CompletableFuture.supplyAsync(() -> counted(request), blocking),
                request.errors(),
                ctx,
                Function.identity());
    }

    /** How much the answer takes is known when it is there: until then it has to be little. */
    private Response counted(RelayRequest request) {
        request.memory().require(AT_LEAST_BYTES);
        Response answer = work.answer(request);
        request.memory().chargeMore(answer.length());
        return answer;
    }
}
