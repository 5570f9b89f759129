package dev.airelay.server;

import dev.airelay.store.StoreException;
import dev.airelay.transforms.RequestRejected;
import dev.airelay.transforms.UpstreamFailure;
import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

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
        Answer answer(RelayRequest request);
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
        return AwaitedAnswer.of(
                CompletableFuture.supplyAsync(() -> counted(request), blocking),
                ctx,
                (answer, failure) -> answer == null ? refusal(failure) : answer);
    }

    /** How much the answer takes is known when it is there: until then it has to be little. */
    private Answer counted(RelayRequest request) {
        request.memory().require(AT_LEAST_BYTES);
        Answer answer = work.answer(request);
        request.memory().chargeMore(answer.length());
        return answer;
    }

    /** Returns the answer to a failed piece of work; what is nobody's refusal is thrown on. */
    static Answer refusal(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof RequestRejected rejected) {
            return Answer.error(rejected.status(), rejected.error());
        }
        if (cause instanceof StoreException refused) {
            return StorageAnswer.of(refused);
        }
        if (cause instanceof MemoryShare.NoRoomException || cause instanceof OutOfMemoryError) {
            return FailureAnswer.of(UpstreamFailure.outOfMemory());
        }
        throw new IllegalStateException("work on the store failed in an unknown way", cause);
    }
}
