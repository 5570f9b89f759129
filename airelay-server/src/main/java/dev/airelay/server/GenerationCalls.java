package dev.airelay.server;

import dev.airelay.backend.CodexClient;
import dev.airelay.backend.UpstreamObject;
import dev.airelay.transforms.CodexRequest;
import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Opens the upstream calls of generations: each is repeated where that may help, and its news are heard. Safe for concurrent
 * use.
 *
 * @param upstream runs each attempt on the client's event loop
 * @param retries when a call is repeated
 * @param longest how long a call may take with its repetitions; zero for no limit
 * @param news hears what every attempt tells
 */
record GenerationCalls(CodexClient upstream, RetryPolicy retries, Duration longest, UpstreamNews news) {

    /**
     * Returns what opens the call of this request.
     *
     * @param reasoningLeftOut run on the event loop when the request is sent once more without the reasoning of earlier
     *     turns, because the upstream cannot read it
     */
    CallOpener opener(ChannelHandlerContext ctx, CodexRequest request, Runnable reasoningLeftOut) {
        RetriedCall.Attempt attempt =
                (codex, sink) -> upstream.open(ctx.channel().eventLoop(), codex, new HeardSink(sink, news));
        CallOpener repeated =
                sink -> RetriedCall.open(ctx, new Attempts(request, retries, reasoningLeftOut), attempt, sink);
        return sink -> TimedCall.open(ctx, repeated, longest, sink);
    }

    /** Returns the attempts of a call that is not opened by {@link #opener}. */
    Attempts attempts(CodexRequest request, Runnable reasoningLeftOut) {
        return new Attempts(request, retries, reasoningLeftOut);
    }

    /**
     * Has a conversation compacted, once. To be called on the event loop, on which the result is completed, see
     * {@link CodexClient#compact}.
     */
    CompletableFuture<UpstreamObject> compact(ChannelHandlerContext ctx, CodexRequest request) {
        return upstream.compact(ctx.channel().eventLoop(), request);
    }
}
