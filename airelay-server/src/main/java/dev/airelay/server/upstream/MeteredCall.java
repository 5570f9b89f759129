package dev.airelay.server.upstream;

import dev.airelay.backend.CallHandle;
import dev.airelay.backend.UpstreamException;
import dev.airelay.backend.UpstreamHead;
import dev.airelay.backend.UpstreamSink;
import dev.airelay.server.http.MemoryShare;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.UpstreamFailure;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An upstream call whose answer stays within bounds: a size of its own, and the memory that all answers share. Every event
 * gets its room before it is passed on. Used on its event loop only.
 *
 * <pre>
 *   PASSING ── no room ──▶ WAITING: the upstream is not read, events that were read already are queued
 *    │ │ ▲                    │  │
 *    │ │ └────── room ────────┘  └── no room for too long ──▶ over: onFailure, out_of_memory
 *    │ └── larger than all the memory ─────────────▶ over: onFailure, out_of_memory
 *    └── larger than an answer may be ─────────────▶ over: onFailure, answer_too_large
 * </pre>
 */
public final class MeteredCall implements CallHandle, UpstreamSink {

    public static final int LOOK_AGAIN_MILLIS = 20;

    private static final int BAD_GATEWAY = 502;

    private final EventExecutor loop;
    private final AnswerBounds bounds;
    private final MemoryShare share;
    private final LongSupplier answerBytes;
    private final UpstreamSink sink;
    private final Deque<UpstreamEvent> queue = new ArrayDeque<>();
    private long queuedBytes;
    private long heldUpstream;
    private @Nullable CallHandle call;
    private @Nullable Future<?> looking;
    private @Nullable Runnable ending;
    private long waitingSince;
    private boolean paused;
    private boolean over;

    private MeteredCall(
            EventExecutor loop, AnswerBounds bounds, MemoryShare share, LongSupplier answerBytes, UpstreamSink sink) {
        this.loop = loop;
        this.bounds = bounds;
        this.share = share;
        this.answerBytes = answerBytes;
        this.sink = sink;
    }

    /**
     * Opens a call.
     *
     * @param share holds what the answer takes. Stays the caller's, to be released when the answer is written
     * @param answerBytes tells how many bytes the answer takes so far
     */
    public static CallHandle open(
            EventExecutor loop,
            CallOpener opener,
            AnswerBounds bounds,
            MemoryShare share,
            LongSupplier answerBytes,
            UpstreamSink sink) {
        MeteredCall metered = new MeteredCall(loop, bounds, share, answerBytes, sink);
        metered.call = opener.open(metered);
        return metered;
    }

    @Override
    public void cancel() {
        end();
        if (call != null) {
            call.cancel();
        }
    }

    @Override
    public void pause() {
        paused = true;
        if (call != null) {
            call.pause();
        }
    }

    @Override
    public void resume() {
        paused = false;
        if (call != null && looking == null) {
            call.resume();
        }
    }

    @Override
    public void onOpen(UpstreamHead head) {
        if (!over) {
            sink.onOpen(head);
        }
    }

    @Override
    public void onEvent(UpstreamEvent event) {
        if (over) {
            return;
        }
        if (looking != null || !passes(event)) {
            queue.add(event);
            queuedBytes += event.json().length;
            await();
        }
    }

    @Override
    public void onBatchEnd() {
        if (queue.isEmpty()) {
            sink.onBatchEnd();
        }
    }

    @Override
    public void onHeld(long bytes) {
        heldUpstream = bytes;
        if (!over && !hasRoom()) {
            await();
        }
    }

    @Override
    public void onComplete() {
        end(sink::onComplete);
    }

    @Override
    public void onFailure(UpstreamException failure) {
        end(() -> sink.onFailure(failure));
    }

    /** Passes the event on if there is room for it; returns false if not. */
    private boolean passes(UpstreamEvent event) {
        long taken = answerBytes.getAsLong() + event.json().length;
        if (taken > bounds.maxBytes()) {
            fail(UpstreamFailure.server(
                    BAD_GATEWAY,
                    "answer_too_large",
                    "The upstream's response needs more than " + bounds.maxBytes()
                            + " bytes of memory. Raise upstream.max_answer_bytes in the configuration to accept it."));
            return true;
        }
        boolean room = share.hold(taken + heldUpstream + queuedBytes);
        if (room) {
            sink.onEvent(event);
        }
        return room;
    }

    private boolean hasRoom() {
        return share.hold(takes());
    }

    private long takes() {
        return answerBytes.getAsLong() + heldUpstream + queuedBytes;
    }

    private void await() {
        if (takes() > share.largest()) {
            fail(UpstreamFailure.largerThanMemory(share.largest()));
        } else if (looking == null) {
            waitingSince = loop.ticker().nanoTime();
            if (call != null) {
                call.pause();
            }
            looking = loop.scheduleWithFixedDelay(
                    this::look, LOOK_AGAIN_MILLIS, LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        while (!over && !queue.isEmpty()) {
            UpstreamEvent next = queue.element();
            queuedBytes -= next.json().length;
            if (!passes(next)) {
                queuedBytes += next.json().length;
                expire();
                return;
            }
            queue.poll();
            waitingSince = loop.ticker().nanoTime();
        }
        if (over) {
            return;
        }
        if (!hasRoom()) {
            expire();
            return;
        }
        stopLooking();
        sink.onBatchEnd();
        if (ending != null) {
            end(ending);
        } else if (!paused && call != null) {
            call.resume();
        }
    }

    private void expire() {
        if (loop.ticker().nanoTime() - waitingSince >= bounds.patience().toNanos()) {
            fail(UpstreamFailure.outOfMemory());
        }
    }

    private void fail(UpstreamFailure failure) {
        cancel();
        sink.onFailure(new UpstreamException(failure, null));
    }

    /** Ends with what the sink is told, once it has had all events. */
    private void end(Runnable last) {
        if (over) {
            return;
        }
        if (queue.isEmpty()) {
            end();
            last.run();
        } else {
            ending = last;
        }
    }

    private void end() {
        over = true;
        stopLooking();
        queue.clear();
        queuedBytes = 0;
    }

    private void stopLooking() {
        if (looking != null) {
            looking.cancel(false);
            looking = null;
        }
    }
}
