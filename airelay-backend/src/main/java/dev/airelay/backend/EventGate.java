package dev.airelay.backend;

import dev.airelay.transforms.event.EventType;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.FailureClassifier;
import dev.airelay.transforms.failure.UpstreamFailure;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Holds the events that come before any content, so that an early failure can still become a true HTTP status, then lets
 * everything through.
 *
 * <pre>
 *   HOLDING ── failure event, or the stream breaks off ──▶ onFailure, ENDED
 *      │  content, terminal, time over, too much held
 *      ▼  onOpen, then what was held
 *    OPEN ── terminal or failure event ──▶ onComplete, ENDED
 *      └──── the stream breaks off ──────▶ onFailure, ENDED
 * </pre>
 *
 * <p>Used on the event loop only.
 */
final class EventGate {

    private static final int MAX_HELD_EVENTS = 64;
    private static final int MAX_HELD_BYTES = 1024 * 1024;

    private final UpstreamHead head;
    private final UpstreamSink sink;
    private final Duration holdBack;
    private final LongSupplier epochSeconds;
    private final RestartableTimer patience;
    private final Source source;
    private final List<UpstreamEvent> held = new ArrayList<>();
    private long heldBytes;
    private boolean open;
    private boolean ended;
    private boolean unflushed;

    /** Where the events come from, as far as the gate has a say in it. */
    interface Source {

        /** Called at the terminal event, before the sink hears of it. */
        void finish();

        /**
         * Called when the sink threw while nothing was being read, so that nobody else would see it. The source ends and
         * calls {@link EventGate#fail}.
         */
        void breakOff(Throwable thrown);
    }

    /**
     * Creates a gate.
     *
     * @param holdBack how long to hold, from the first event on
     * @param epochSeconds the current time, from which reset times are counted
     * @param source where the events come from
     */
    EventGate(
            UpstreamHead head,
            UpstreamSink sink,
            EventExecutor loop,
            Duration holdBack,
            LongSupplier epochSeconds,
            Source source) {
        this.head = head;
        this.sink = sink;
        this.holdBack = holdBack;
        this.epochSeconds = epochSeconds;
        this.patience = new RestartableTimer(loop);
        this.source = source;
    }

    void accept(UpstreamEvent event) {
        if (ended) {
            return;
        }
        if (open) {
            deliver(event);
        } else if (event.type().failure()) {
            source.finish();
            fail(FailureClassifier.ofEvent(event, epochSeconds.getAsLong()));
        } else {
            hold(event);
        }
    }

    /** The events of one read are through. */
    void batchEnd() {
        if (unflushed && !ended) {
            unflushed = false;
            sink.onBatchEnd();
        }
    }

    /** The stream broke off. Does nothing after the end. */
    void fail(UpstreamFailure failure) {
        if (!ended) {
            close();
            sink.onFailure(new UpstreamException(failure, head));
        }
    }

    /** From here on the sink hears nothing more. */
    void close() {
        ended = true;
        patience.stop();
        held.clear();
        heldBytes = 0;
    }

    boolean ended() {
        return ended;
    }

    /** Returns how many bytes the events have that are held back. */
    long heldBytes() {
        return heldBytes;
    }

    private void hold(UpstreamEvent event) {
        EventType type = event.type();
        held.add(event);
        heldBytes += event.json().length;
        boolean matters = !type.handshake() && !type.extension();
        boolean full = held.size() >= MAX_HELD_EVENTS || heldBytes >= MAX_HELD_BYTES;
        if (matters || full || holdBack.isZero()) {
            open();
        } else if (held.size() == 1) {
            patience.start(holdBack, this::openUnasked);
        }
    }

    /** Runs on a timer: what the sink throws would be lost there, and the call with it. */
    private void openUnasked() {
        try {
            open();
            batchEnd();
        } catch (RuntimeException | Error thrown) {
            source.breakOff(thrown);
        }
    }

    private void open() {
        open = true;
        patience.stop();
        List<UpstreamEvent> first = List.copyOf(held);
        held.clear();
        heldBytes = 0;
        sink.onOpen(head);
        first.forEach(this::deliver);
    }

    private void deliver(UpstreamEvent event) {
        if (ended) {
            return;
        }
        boolean terminal = event.type().terminal();
        if (terminal) {
            source.finish();
        }
        unflushed = true;
        sink.onEvent(event);
        if (terminal && !ended) {
            close();
            sink.onComplete();
        }
    }
}
