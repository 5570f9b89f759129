package dev.airelay.server;

import dev.airelay.backend.CodexClient;
import dev.airelay.transforms.CodexRequest;
import io.netty.channel.ChannelHandlerContext;
import java.util.Optional;

/**
 * Opens the upstream calls of generations: each is repeated where that may help, and its news are heard. Safe for concurrent
 * use.
 *
 * @param upstream runs each attempt on the client's event loop
 * @param retries when a call is repeated
 * @param news hears what every attempt tells
 */
record GenerationCalls(CodexClient upstream, RetryPolicy retries, UpstreamNews news) {

    /** Returns what opens the call of this request. */
    CallOpener opener(ChannelHandlerContext ctx, CodexRequest request) {
        CallOpener attempt = sink -> upstream.open(ctx.channel().eventLoop(), request, new HeardSink(sink, news));
        Optional<Transit> transit = Transit.of(ctx.channel());
        CallOpener traced = transit.<CallOpener>map(told -> sink -> TracedCall.open(attempt, told, request, sink))
                .orElse(attempt);
        RetryPolicy heard = transit.map(told -> retries.heardBy(new TracedRetries(told, retries.maxAttempts())))
                .orElse(retries);
        return sink -> RetriedCall.open(ctx, traced, heard, sink);
    }
}
