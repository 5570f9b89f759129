package dev.airelay.server.http;

import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.transforms.failure.RequestRejected;
import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An exchange that begins when a required value is available, unless the client has disconnected by then. */
public final class AsyncExchange implements Exchange {

    private final ChannelHandlerContext ctx;
    private final ErrorResponses errors;
    private @Nullable Exchange begun;
    private boolean writable = true;
    private boolean clientGone;

    private AsyncExchange(ErrorResponses errors, ChannelHandlerContext ctx) {
        this.errors = errors;
        this.ctx = ctx;
    }

    /**
     * Begins once {@code needed} is complete.
     *
     * @param needed may complete on any thread
     * @param errors responds to its failure, and to a rejection by {@code begin}
     * @param begin starts the response, on the event loop; may refuse like an endpoint
     */
    public static <T> Exchange of(
            CompletionStage<T> needed, ErrorResponses errors, ChannelHandlerContext ctx, Function<T, Exchange> begin) {
        AsyncExchange exchange = new AsyncExchange(errors, ctx);
        needed.whenCompleteAsync(
                (value, failure) -> Callbacks.guard(ctx, () -> exchange.arrived(value, failure, begin)),
                ctx.executor());
        return exchange;
    }

    /**
     * Responds once {@code needed} is complete.
     *
     * @param render creates the response, on the event loop; may refuse like an endpoint
     */
    public static <T> Exchange responding(
            CompletionStage<T> needed, ErrorResponses errors, ChannelHandlerContext ctx, Function<T, Response> render) {
        return of(needed, errors, ctx, value -> {
            render.apply(value).writeTo(ctx);
            return Exchange.ANSWERED;
        });
    }

    private <T> void arrived(@Nullable T value, @Nullable Throwable failure, Function<T, Exchange> begin) {
        if (clientGone) {
            return;
        }
        if (value == null) {
            errors.of(failure).writeTo(ctx);
            return;
        }
        try {
            Exchange exchange = begin.apply(value);
            begun = exchange;
            if (!writable) {
                exchange.onWritabilityChanged(false);
            }
        } catch (RequestRejected rejected) {
            errors.of(rejected).writeTo(ctx);
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
