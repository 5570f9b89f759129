package dev.airelay.server;

import dev.airelay.backend.CodexClient;
import dev.airelay.transforms.CodexRequest;
import io.netty.channel.ChannelHandlerContext;

/**
 * Opens the upstream calls of generations: each is repeated where that may help, and its news are heard. Safe for concurrent
 * use.
 *
 * @param upstream runs each attempt on the client's event loop
 * @param retries when a call is repeated
 * @param news hears what every attempt tells
 */
record GenerationCalls(CodexClient upstream, RetryPolicy retries, UpstreamNews news) {

    /**
     * Returns what opens the call of this request.
     *
     * @param reasoningLeftOut run on the event loop when the request is sent once more without the reasoning of earlier
     *     turns, because the upstream cannot read it
     */
    CallOpener opener(ChannelHandlerContext ctx, CodexRequest request, Runnable reasoningLeftOut) {
        Attempts attempts = new Attempts(
                attempt(ctx, request),
                () -> request.withoutReasoning().map(shorter -> {
                    reasoningLeftOut.run();
                    return attempt(ctx, shorter);
                }));
        return sink -> RetriedCall.open(ctx, attempts, retries, sink);
    }

    private CallOpener attempt(ChannelHandlerContext ctx, CodexRequest request) {
        return sink -> upstream.open(ctx.channel().eventLoop(), request, new HeardSink(sink, news));
    }
}
