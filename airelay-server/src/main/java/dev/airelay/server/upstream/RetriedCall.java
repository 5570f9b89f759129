package dev.airelay.server.upstream;

import dev.airelay.backend.CallHandle;
import dev.airelay.backend.UpstreamException;
import dev.airelay.backend.UpstreamHead;
import dev.airelay.backend.UpstreamSink;
import dev.airelay.server.http.Callbacks;
import dev.airelay.transforms.CodexRequest;
import dev.airelay.transforms.event.UpstreamEvent;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An upstream call that is repeated when it fails before its answer has begun, as its {@link RetryState} say. To its owner it
 * is one call, which opens at most once and fails at most once. Used on its event loop only.
 *
 * <p>For a client that gets a stream the answer begins when the call opens, because its head is written then. For one that
 * gets it whole it begins with the first event that says something.
 *
 * <pre>
 *   CALLING ── onOpen ──▶ OPEN ── onComplete, onFailure ──▶ over
 *     ▲  │ onFailure
 *     │  └── there is to be no other ─────────────────────▶ over
 *     └──── WAITING ◀── there is, after a wait
 *
 *   cancel, in any state: over
 * </pre>
 */
final class RetriedCall implements CallHandle, UpstreamSink {

    private final ChannelHandlerContext ctx;
    private final RetryState attempts;
    private final Attempt opener;
    private final boolean whole;
    private final UpstreamSink sink;
    private @Nullable CallHandle attempt;
    private @Nullable Future<?> wait;
    private boolean open;
    private boolean said;
    private boolean paused;
    private boolean over;

    /** Opens one attempt. Called on the event loop. */
    @FunctionalInterface
    interface Attempt {

        /** Opens the call; the sink is called on the event loop too, and not before this has returned. */
        CallHandle open(CodexRequest request, UpstreamSink sink);
    }

    private RetriedCall(
            ChannelHandlerContext ctx, RetryState attempts, Attempt opener, boolean whole, UpstreamSink sink) {
        this.whole = whole;
        this.ctx = ctx;
        this.attempts = attempts;
        this.opener = opener;
        this.sink = sink;
    }

    /**
     * Opens a call.
     *
     * @param whole whether the client gets the answer whole
     */
    static CallHandle open(
            ChannelHandlerContext ctx, RetryState attempts, Attempt opener, boolean whole, UpstreamSink sink) {
        RetriedCall call = new RetriedCall(ctx, attempts, opener, whole, sink);
        call.attempt();
        return call;
    }

    private void attempt() {
        wait = null;
        CallHandle opened = opener.open(attempts.request(), this);
        if (over) {
            opened.cancel();
            return;
        }
        attempt = opened;
        if (paused) {
            opened.pause();
        }
    }

    @Override
    public void cancel() {
        over = true;
        if (wait != null) {
            wait.cancel(false);
        }
        if (attempt != null) {
            attempt.cancel();
        }
    }

    @Override
    public void pause() {
        paused = true;
        if (attempt != null) {
            attempt.pause();
        }
    }

    @Override
    public void resume() {
        paused = false;
        if (attempt != null) {
            attempt.resume();
        }
    }

    @Override
    public void onOpen(UpstreamHead head) {
        if (!open) {
            open = true;
            sink.onOpen(head);
        }
    }

    @Override
    public void onEvent(UpstreamEvent event) {
        CallHandle current = attempt;
        if (!begun() && event.type().failure() && current != null) {
            Optional<Duration> before = attempts.waitAfter(event);
            if (before.isPresent()) {
                current.cancel();
                again(before.get());
                return;
            }
        }
        said |= !event.type().handshake() && !event.type().extension();
        sink.onEvent(event);
    }

    @Override
    public void onBatchEnd() {
        sink.onBatchEnd();
    }

    @Override
    public void onHeld(long bytes) {
        sink.onHeld(bytes);
    }

    @Override
    public void onComplete() {
        over = true;
        sink.onComplete();
    }

    @Override
    public void onFailure(UpstreamException failure) {
        Optional<Duration> before = begun() ? Optional.empty() : attempts.waitAfter(failure.failure());
        if (before.isEmpty()) {
            over = true;
            sink.onFailure(failure);
        } else {
            again(before.get());
        }
    }

    private boolean begun() {
        return whole ? said : open;
    }

    private void again(Duration before) {
        attempt = null;
        // What the attempt had received is let go.
        sink.onHeld(0);
        wait = ctx.executor()
                .schedule(() -> Callbacks.guard(ctx, this::attempt), before.toNanos(), TimeUnit.NANOSECONDS);
    }
}
