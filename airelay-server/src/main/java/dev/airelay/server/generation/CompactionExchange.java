package dev.airelay.server.generation;

import dev.airelay.backend.UpstreamException;
import dev.airelay.backend.UpstreamObject;
import dev.airelay.server.http.Callbacks;
import dev.airelay.server.http.Exchange;
import dev.airelay.server.http.MemoryBudget;
import dev.airelay.server.http.MemoryShare;
import dev.airelay.server.upstream.GenerationCalls;
import dev.airelay.server.upstream.RetryState;
import dev.airelay.transforms.FailureTranslator;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.responses.Compaction;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Answers with the upstream's compaction, or with the HTTP status of a failure. The upstream is asked again where that may
 * help. When the client goes, the call under way is ended.
 */
final class CompactionExchange implements Exchange {

    private final ChannelHandlerContext ctx;
    private final ResponseHeadWriter head;
    private final Compaction.Translated translated;
    private final GenerationCalls calls;
    private final RetryState attempts;
    private final MemoryShare share;
    private final FailureTranslator translator;
    private @Nullable CompletableFuture<UpstreamObject> call;
    private @Nullable Future<?> wait;
    private boolean over;

    private CompactionExchange(
            ChannelHandlerContext ctx,
            ResponseHeadWriter head,
            Compaction.Translated translated,
            GenerationCalls calls,
            MemoryShare share) {
        this.translator = head.knowingLimits(translated.failures());
        this.ctx = ctx;
        this.head = head;
        this.translated = translated;
        this.calls = calls;
        this.share = share;
        this.attempts = calls.attempts(head.trace(), translated.request(), head::leftOut);
    }

    /**
     * Starts the upstream call; on the event loop.
     *
     * @param memory what the answer takes some of
     */
    static Exchange start(
            ChannelHandlerContext ctx,
            ResponseHeadWriter head,
            Compaction.Translated translated,
            GenerationCalls calls,
            MemoryBudget memory) {
        CompactionExchange exchange = new CompactionExchange(ctx, head, translated, calls, MemoryShare.coarse(memory));
        exchange.attempt();
        return exchange;
    }

    private void attempt() {
        CompletableFuture<UpstreamObject> begun =
                calls.compact(ctx, head.trace(), attempts.request(), head, bytes -> share.hold(bytes + bytes));
        call = begun;
        begun.whenComplete((answer, failure) -> Callbacks.guard(ctx, () -> {
            if (answer != null && !over) {
                answered(answer);
            } else if (failure != null && !over) {
                failed(failure);
            }
        }));
    }

    private void answered(UpstreamObject answer) {
        over = true;
        calls.news().onHead(answer.head());
        Optional<byte[]> reply = translated.reply(answer.json());
        if (reply.isPresent()) {
            head.writeObject(reply.get());
        } else {
            head.writeFailure(translated.failure());
        }
        share.release();
    }

    private void failed(Throwable thrown) {
        if (!(thrown instanceof UpstreamException known)) {
            over = true;
            throw new IllegalStateException("a compaction failed in an unknown way", thrown);
        }
        known.head().ifPresent(calls.news()::onHead);
        UpstreamFailure failure = known.failure();
        Optional<Duration> before = attempts.waitAfter(failure);
        if (before.isEmpty()) {
            over = true;
            head.writeFailure(translator.translated(failure));
            share.release();
            return;
        }
        wait = ctx.executor()
                .schedule(
                        () -> Callbacks.guard(ctx, this::attempt), before.get().toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void onClientGone() {
        over = true;
        share.release();
        if (wait != null) {
            wait.cancel(false);
        }
        if (call != null) {
            call.cancel(false);
        }
    }
}
