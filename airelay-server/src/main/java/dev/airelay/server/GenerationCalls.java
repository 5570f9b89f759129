package dev.airelay.server;

import dev.airelay.backend.CodexClient;
import dev.airelay.backend.UpstreamCall;
import dev.airelay.backend.UpstreamObject;
import dev.airelay.backend.UpstreamSink;
import dev.airelay.traffic.LoggedBody;
import dev.airelay.transforms.CodexRequest;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Opens the upstream calls of generations: each is repeated where that may help, and its news are heard. Safe for concurrent
 * use.
 *
 * @param upstream runs each attempt on the client's event loop
 * @param retries when a call is repeated
 * @param longest how long a call may take with its repetitions; zero for no limit
 * @param news hears what every attempt tells
 * @param clock the current time
 */
record GenerationCalls(
        CodexClient upstream, RetryPolicy retries, Duration longest, UpstreamNews news, InstantSource clock) {

    /**
     * Returns what opens the call of this request.
     *
     * @param whole whether the client gets the answer whole, and not as a stream
     * @param leftOut is told on the event loop what of earlier turns is left out when the request is sent once more
     *     without it, because the upstream cannot take it
     */
    CallOpener opener(ChannelHandlerContext ctx, CodexRequest request, boolean whole, Consumer<String> leftOut) {
        Optional<Transit> transit = Transit.of(ctx.channel());
        RetriedCall.Attempt attempt = (codex, sink) -> attempt(ctx.channel().eventLoop(), transit, codex, sink);
        CallOpener repeated = sink -> RetriedCall.open(ctx, attempts(transit, request, leftOut), attempt, whole, sink);
        return sink -> TimedCall.open(ctx, repeated, longest, sink);
    }

    private UpstreamCall attempt(EventLoop loop, Optional<Transit> transit, CodexRequest codex, UpstreamSink sink) {
        CallOpener once = told -> upstream.open(loop, codex, new HeardSink(told, news));
        return transit.map(traced -> TracedCall.open(once, traced, codex, sink)).orElseGet(() -> once.open(sink));
    }

    /** Returns the attempts of a call that is not opened by {@link #opener}. */
    Attempts attempts(ChannelHandlerContext ctx, CodexRequest request, Consumer<String> leftOut) {
        return attempts(Transit.of(ctx.channel()), request, leftOut);
    }

    private Attempts attempts(Optional<Transit> transit, CodexRequest request, Consumer<String> leftOut) {
        RetryPolicy heard = transit.map(told -> retries.heardBy(new TracedRetries(told, retries.maxAttempts())))
                .orElse(retries);
        return new Attempts(request, heard, clock, leftOut);
    }

    /**
     * Has a conversation compacted, once. To be called on the event loop, on which the result is completed, see
     * {@link CodexClient#compact}.
     */
    CompletableFuture<UpstreamObject> compact(ChannelHandlerContext ctx, CodexRequest request) {
        CompletableFuture<UpstreamObject> asked = upstream.compact(ctx.channel().eventLoop(), request);
        Transit.of(ctx.channel()).ifPresent(transit -> {
            TracedAnswer traced = new TracedAnswer(
                    transit.traffic().log(),
                    transit.requestId(),
                    "POST",
                    transit.traffic().upstream().compaction());
            traced.asked(TracedCall.body(transit, request));
            traced.follow(asked, answer -> LoggedBody.unknown());
        });
        return asked;
    }
}
