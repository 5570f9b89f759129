package dev.airelay.server.upstream;

import dev.airelay.backend.CallHandle;
import dev.airelay.backend.CodexClient;
import dev.airelay.backend.UpstreamException;
import dev.airelay.backend.UpstreamObject;
import dev.airelay.backend.UpstreamSink;
import dev.airelay.server.trace.RequestTrace;
import dev.airelay.traffic.record.LoggedBody;
import dev.airelay.traffic.record.UpstreamRecord;
import dev.airelay.transforms.CodexRequest;
import dev.airelay.transforms.FailureTranslator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/**
 * Opens the upstream calls of generations: each is repeated where that may help, and its news are heard. Safe for concurrent
 * use.
 *
 * @param upstream runs each attempt on the client's event loop
 * @param retries when a call is repeated
 * @param longest how long a call may take with its repetitions; zero for no limit
 * @param limits answers in place of the upstream while the plan is used up
 * @param news hears what every attempt tells
 * @param clock the current time
 */
public record GenerationCalls(
        CodexClient upstream,
        RetryPolicy retries,
        Duration longest,
        PlanLimitCache limits,
        UpstreamNews news,
        InstantSource clock) {

    /** Receives what the client must know of how its call was made. Called on the event loop, before the response head. */
    public interface CallNotes {

        /** Part of earlier turns was left out, because the upstream could not take it. */
        void leftOut(String what);

        /** The failure is the plan's limit, as the upstream reported it before. */
        void limitRepeated(PlanLimitCache.Known limit);
    }

    /**
     * Returns what opens the call of this request.
     *
     * @param transit the trace of the client's request; empty when none is recorded
     * @param failures words failures for the client
     * @param whole whether the client gets the answer whole, and not as a stream
     * @param notes discloses, on the event loop, what the client must know of how its call was made
     */
    public CallOpener opener(
            ChannelHandlerContext ctx,
            Optional<RequestTrace> transit,
            CodexRequest request,
            FailureTranslator failures,
            boolean whole,
            CallNotes notes) {
        RetriedCall.Attempt attempt = (codex, sink) -> attempt(ctx.channel().eventLoop(), transit, codex, sink);
        CallOpener repeated =
                sink -> RetriedCall.open(ctx, attempts(transit, request, notes::leftOut), attempt, whole, sink);
        CallOpener limited = sink -> PlanLimitedCall.open(
                ctx, limits, request.model(), known -> answeredHere(transit, known, notes), repeated, sink);
        return sink -> TimedCall.open(ctx, limited, longest, new TranslatedSink(sink, failures));
    }

    private static void answeredHere(Optional<RequestTrace> transit, PlanLimitCache.Known known, CallNotes notes) {
        notes.limitRepeated(known);
        transit.ifPresent(told -> told.record(new UpstreamRecord.RetrySkipped(
                told.requestId(), "limit_known", known.failure().status())));
    }

    private CallHandle attempt(EventLoop loop, Optional<RequestTrace> transit, CodexRequest codex, UpstreamSink sink) {
        CallOpener once = told -> upstream.open(loop, codex, new HeardSink(told, news));
        return transit.map(traced -> TracedCall.open(once, traced, codex, sink)).orElseGet(() -> once.open(sink));
    }

    /** Returns the attempts of a call that is not opened by {@link #opener}. */
    public RetryState attempts(Optional<RequestTrace> transit, CodexRequest request, Consumer<String> leftOut) {
        RetryPolicy heard = transit.map(told -> retries.heardBy(new TracedRetries(told, retries.maxAttempts())))
                .orElse(retries);
        return new RetryState(request, heard, clock, leftOut);
    }

    /**
     * Has a conversation compacted, once. To be called on the event loop, on which the result is completed, see
     * {@link CodexClient#compact}.
     *
     * @param notes discloses what the client must know of how its call was made
     * @param memory asked for what the response takes
     */
    public CompletableFuture<UpstreamObject> compact(
            ChannelHandlerContext ctx,
            Optional<RequestTrace> transit,
            CodexRequest request,
            CallNotes notes,
            LongPredicate memory) {
        CompletableFuture<UpstreamObject> result = new CompletableFuture<>();
        limits.find(ctx, request.model(), known -> {
            if (known.isPresent()) {
                answeredHere(transit, known.get(), notes);
                result.completeExceptionally(new UpstreamException(known.get().failure()));
            } else if (!result.isDone()) {
                compact(ctx, transit, request, result, memory);
            }
        });
        return result;
    }

    private void compact(
            ChannelHandlerContext ctx,
            Optional<RequestTrace> transit,
            CodexRequest request,
            CompletableFuture<UpstreamObject> result,
            LongPredicate memory) {
        PlanLimitCache.Watch watch = limits.watch(request.model());
        CompletableFuture<UpstreamObject> asked = upstream.compact(ctx.channel().eventLoop(), request, memory);
        transit.ifPresent(told -> {
            TracedAnswer traced = new TracedAnswer(
                    told.traffic().log(),
                    told.requestId(),
                    "POST",
                    told.traffic().upstream().compaction());
            traced.asked(TracedCall.body(told, request));
            traced.follow(asked, answer -> LoggedBody.unknown());
        });
        asked.whenComplete((answer, failure) -> {
            if (answer != null) {
                watch.head(answer.head());
                watch.succeeded();
                result.complete(answer);
            } else {
                if (failure instanceof UpstreamException known) {
                    watch.failed(known);
                }
                result.completeExceptionally(failure);
            }
        });
        result.whenComplete((answer, failure) -> {
            if (result.isCancelled()) {
                asked.cancel(false);
            }
        });
    }
}
