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

/** Responds from the store, on the executor for blocking work. */
final class StorageEndpoint implements Endpoint {

    /** Creates the response. Called on the executor; has no reference to the connection. */
    @FunctionalInterface
    interface Work {

        /**
         * Returns the response.
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

    /** The size of the response is known only afterwards: until then it must be small. */
    private Response counted(RelayRequest request) {
        request.memory().require(AT_LEAST_BYTES);
        Response answer = work.answer(request);
        request.memory().chargeMore(answer.length());
        return answer;
    }
}
