package dev.airelay.server.http;

import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** An answer that is written when something it waits for has come, unless the client has gone by then. */
public final class AwaitedAnswer implements Exchange {

    private boolean clientGone;

    private AwaitedAnswer() {}

    /**
     * Answers once {@code awaited} is complete.
     *
     * @param awaited may complete on any thread
     * @param render makes the answer from the value or the failure, on the event loop; what it throws is answered with 500
     */
    public static <T> Exchange of(
            CompletionStage<T> awaited,
            ChannelHandlerContext ctx,
            BiFunction<@Nullable T, @Nullable Throwable, Response> render) {
        AwaitedAnswer exchange = new AwaitedAnswer();
        awaited.whenCompleteAsync(
                (value, failure) -> Callbacks.guard(ctx, () -> {
                    if (!exchange.clientGone) {
                        render.apply(value, failure).writeTo(ctx);
                    }
                }),
                ctx.executor());
        return exchange;
    }

    @Override
    public void onClientGone() {
        clientGone = true;
    }
}
