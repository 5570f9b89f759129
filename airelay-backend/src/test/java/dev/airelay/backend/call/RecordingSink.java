package dev.airelay.backend.call;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.backend.connect.UpstreamHead;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.UpstreamFailure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Notes what a call reports, in words that a test can compare: {@code open}, an event's type, {@code flush}, {@code complete}. */
class RecordingSink implements UpstreamSink {

    static final String OPEN = "open";
    static final String FLUSH = "flush";
    static final String COMPLETE = "complete";
    static final String FAILURE = "failure";

    private final BlockingQueue<String> signals = new LinkedBlockingQueue<>();
    final List<String> bodies = new ArrayList<>();
    private final BlockingQueue<Long> held = new LinkedBlockingQueue<>();
    final AtomicLong eventBytes = new AtomicLong();

    /** Notes what the call holds. */
    final AnswerMeter meter = this::hold;

    volatile @Nullable UpstreamHead head;
    volatile @Nullable UpstreamException failure;

    @Override
    public void onOpen(UpstreamHead opened) {
        head = opened;
        signals.add(OPEN);
    }

    @Override
    public void onEvent(UpstreamEvent event) {
        eventBytes.addAndGet(event.json().length);
        bodies.add(new String(event.json(), StandardCharsets.UTF_8));
        signals.add(event.type().wireName());
    }

    @Override
    public void onBatchEnd() {
        signals.add(FLUSH);
    }

    @Override
    public void onComplete() {
        signals.add(COMPLETE);
    }

    @Override
    public void onFailure(UpstreamException reported) {
        failure = reported;
        signals.add(FAILURE);
    }

    private boolean hold(long bytes) {
        return held.add(bytes);
    }

    /** Waits until the call says that its events take so much. */
    void awaitHeld(LongPredicate wanted) throws InterruptedException {
        Long bytes;
        do {
            bytes = held.poll(10, SECONDS);
            assertThat(bytes).as("the bytes that are held").isNotNull();
        } while (bytes != null && !wanted.test(bytes));
    }

    /** Returns the next signal. */
    String next() throws InterruptedException {
        String signal = signals.poll(10, SECONDS);
        assertThat(signal).as("a signal within the test's patience").isNotNull();
        return signal == null ? "" : signal;
    }

    /** Returns all signals up to and including this one. */
    List<String> until(String last) throws InterruptedException {
        List<String> seen = new ArrayList<>();
        do {
            seen.add(next());
        } while (!seen.get(seen.size() - 1).equals(last));
        return seen;
    }

    /** Waits for the end and returns the signals without the flushes, whose number depends on the packets. */
    List<String> toTheEnd() throws InterruptedException {
        List<String> seen = new ArrayList<>();
        String signal;
        do {
            signal = next();
            if (!signal.equals(FLUSH)) {
                seen.add(signal);
            }
        } while (!signal.equals(COMPLETE) && !signal.equals(FAILURE));
        return seen;
    }

    /** Returns the failure, for which this waits; nothing else but an open stream may come before it. */
    UpstreamFailure awaitFailure() throws InterruptedException {
        assertThat(toTheEnd()).endsWith(FAILURE);
        UpstreamException reported = failure;
        if (reported == null) {
            throw new AssertionError("a failure was signalled without one");
        }
        return reported.failure();
    }

    List<String> unread() {
        return List.copyOf(signals);
    }
}
