package dev.airelay.server.http;

import dev.airelay.backend.UpstreamException;
import dev.airelay.transforms.failure.RequestRejected;
import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An exchange that begins when something it needs has come, unless the client has gone by then. */
public final class DeferredExchange implements Exchange {

    private final ChannelHandlerContext ctx;
    private @Nullable Exchange begun;
    private boolean writable = true;
    private boolean clientGone;

    private DeferredExchange(ChannelHandlerContext ctx) {
        this.ctx = ctx;
    }

    /**
     * Begins once {@code needed} is complete.
     *
     * @param needed may complete on any thread; a failure is answered as one of the store
     * @param begin begins to answer, on the event loop; may refuse like an endpoint
     */
    public static <T> Exchange of(CompletionStage<T> needed, ChannelHandlerContext ctx, Function<T, Exchange> begin) {
        DeferredExchange exchange = new DeferredExchange(ctx);
        needed.whenCompleteAsync(
                (value, failure) -> Callbacks.guard(ctx, () -> exchange.arrived(value, failure, begin)),
                ctx.executor());
        return exchange;
    }

    private <T> void arrived(@Nullable T value, @Nullable Throwable failure, Function<T, Exchange> begin) {
        if (clientGone) {
            return;
        }
        if (value == null) {
            StorageAnswer.of(failure).writeTo(ctx);
            return;
        }
        try {
            Exchange exchange = begin.apply(value);
            begun = exchange;
            if (!writable) {
                exchange.onWritabilityChanged(false);
            }
        } catch (RequestRejected rejected) {
            Response.error(rejected.status(), rejected.error()).writeTo(ctx);
        }
    }

    @Override
    public void onClientGone() {
        clientGone = true;
        if (begun != null) {
            begun.onClientGone();
        }
    }

    @Override
    public boolean onFailure(UpstreamException failure) {
        return begun != null && begun.onFailure(failure);
    }

    @Override
    public void onWritabilityChanged(boolean nowWritable) {
        writable = nowWritable;
        if (begun != null) {
            begun.onWritabilityChanged(nowWritable);
        }
    }
}
