package dev.airelay.server;

import dev.airelay.backend.CodexClient;
import dev.airelay.backend.UpstreamObject;
import dev.airelay.transforms.CodexRequest;
import io.netty.channel.ChannelHandlerContext;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/**
 * Opens the upstream calls of generations: each is repeated where that may help, and its news are heard. Safe for concurrent
 * use.
 *
 * @param upstream runs each attempt on the client's event loop
 * @param retries when a call is repeated
 * @param news hears what every attempt tells
 * @param clock the current time
 */
record GenerationCalls(CodexClient upstream, RetryPolicy retries, UpstreamNews news, InstantSource clock) {

    /**
     * Returns what opens the call of this request.
     *
     * @param whole whether the client gets the answer whole, and not as a stream
     * @param reasoningLeftOut run on the event loop when the request is sent once more without the reasoning of earlier
     *     turns, because the upstream cannot read it
     */
    CallOpener opener(ChannelHandlerContext ctx, CodexRequest request, boolean whole, Runnable reasoningLeftOut) {
        RetriedCall.Attempt attempt =
                (codex, sink) -> upstream.open(ctx.channel().eventLoop(), codex, new HeardSink(sink, news));
        return sink -> RetriedCall.open(ctx, attempts(request, reasoningLeftOut), attempt, whole, sink);
    }

    /** Returns the attempts of a call that is not opened by {@link #opener}. */
    Attempts attempts(CodexRequest request, Runnable reasoningLeftOut) {
        return new Attempts(request, retries, clock, reasoningLeftOut);
    }

    /**
     * Has a conversation compacted, once. To be called on the event loop, on which the result is completed, see
     * {@link CodexClient#compact}.
     */
    CompletableFuture<UpstreamObject> compact(ChannelHandlerContext ctx, CodexRequest request) {
        return upstream.compact(ctx.channel().eventLoop(), request);
    }
}
