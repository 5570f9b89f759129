package dev.airelay.server;

import dev.airelay.backend.CodexClient;
import dev.airelay.transforms.CodexRequest;
import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;

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

    /** Returns what opens the call of this request. */
    CallOpener opener(ChannelHandlerContext ctx, CodexRequest request) {
        CallOpener attempt = sink -> upstream.open(ctx.channel().eventLoop(), request, new HeardSink(sink, news));
        CallOpener repeated = sink -> RetriedCall.open(ctx, attempt, retries, sink);
        return sink -> TimedCall.open(ctx, repeated, longest, sink);
    }
}
