package dev.airelay.server.generation;

import dev.airelay.backend.call.CallHandle;
import dev.airelay.backend.call.UpstreamSink;
import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.server.http.MemoryShare;
import dev.airelay.server.http.StorageFailures;
import dev.airelay.server.upstream.AnswerBounds;
import dev.airelay.server.upstream.GenerationCalls;
import dev.airelay.store.response.StoredEvent;
import dev.airelay.transforms.event.EventType;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.memory.TurnState;
import dev.airelay.transforms.responses.EventReplay;
import dev.airelay.transforms.spi.StreamEncoder;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A response that is generated without its client: its events go to the store, from which any client may read them.
 *
 * <p>The encoder is used on one event loop, the store on the executor, in order. The run ends exactly once: with the
 * upstream's end, with its failure, or when it is canceled.
 */
public final class BackgroundRun implements UpstreamSink {

    private static final System.Logger LOG = System.getLogger(BackgroundRun.class.getName());

    private static final UpstreamFailure INTERNAL_ERROR = new UpstreamFailure(
            UpstreamFailure.Kind.SERVER,
            500,
            new ApiError(
                    "AIRelay failed while producing this response. See its log.",
                    ApiError.SERVER_ERROR,
                    null,
                    "internal_error"),
            Optional.empty());

    /** How much may wait for the disk before the upstream is paused. */
    private static final long MAX_WAITING_BYTES = 1024 * 1024;

    /**
     * Each state contains all items so far: storing one after each of many small items would cost the square of their
     * number.
     */
    private static final long STATE_BYTES_PER_EVENT_BYTE = 16;

    private static final long FREE_STATE_BYTES = 4 * 1024 * 1024;

    private final StreamEncoder encoder;
    private final RunJournal journal;
    private final EventExecutor loop;
    private final CompletableFuture<TurnState> outcome = new CompletableFuture<>();
    private final Set<Runnable> followers = ConcurrentHashMap.newKeySet();
    private List<StoredEvent> pending = new ArrayList<>();
    private long waitingBytes;
    private long allowedStateBytes = FREE_STATE_BYTES;
    private boolean paused;
    private boolean changed = true;
    private boolean over;
    private @Nullable CallHandle call;
    private @Nullable MemoryShare share;

    /**
     * Creates a run that has not begun.
     *
     * @param loop runs all calls of the sink and of this class's methods
     */
    BackgroundRun(StreamEncoder encoder, RunJournal journal, EventExecutor loop) {
        this.encoder = encoder;
        this.journal = journal;
        this.loop = loop;
    }

    /**
     * Starts to store the response.
     *
     * @return its first state, once that is stored; fails with a {@link dev.airelay.store.frame.StoreException} if that is
     *     impossible
     */
    CompletionStage<TurnState> begin() {
        encoder.announce(this::frame);
        return journal.begin(state(), drain());
    }

    /**
     * Starts the upstream call.
     *
     * @param bounds limits of the response
     */
    void start(GenerationCalls.Call planned, AnswerBounds bounds) {
        MemoryShare taken = bounds.share();
        share = taken;
        CallHandle opened = planned.start(taken, this);
        call = opened;
        if (over) {
            opened.cancel();
        }
    }

    String id() {
        return journal.turn().responseId();
    }

    /** Runs {@code follower}, on any thread, whenever there is more to read, and when the run has ended. */
    void follow(Runnable follower) {
        followers.add(follower);
    }

    void unfollow(Runnable follower) {
        followers.remove(follower);
    }

    /** Completes with the last state when that has been stored, or could not be. */
    public CompletionStage<TurnState> outcome() {
        return outcome;
    }

    /** Ends the run because a client canceled it. Does nothing if it has ended. May be called on any thread. */
    public void cancel() {
        loop.execute(() -> {
            if (!over) {
                step(() -> encoder.cancel(this::frame));
                finish();
            }
        });
    }

    /** Ends the run with a failure that is not the upstream's. May be called on any thread. */
    void abandon(UpstreamException failure) {
        loop.execute(() -> onFailure(failure));
    }

    @Override
    public void onEvent(UpstreamEvent event) {
        if (!over) {
            step(() -> encoder.accept(event, this::frame));
            changed |= event.type() == EventType.OUTPUT_ITEM_DONE;
            finishIfEnded();
        }
    }

    @Override
    public void onBatchEnd() {
        if (!over) {
            try {
                flush();
            } catch (RuntimeException | OutOfMemoryError broken) {
                failed(broken);
            }
        }
    }

    @Override
    public long heldBytes() {
        return encoder.heldBytes() + waitingBytes;
    }

    @Override
    public boolean onBroken(Throwable thrown) {
        failed(thrown);
        return true;
    }

    @Override
    public void onComplete() {
        fail(UpstreamFailure.incompleteStream());
    }

    @Override
    public void onFailure(UpstreamException failure) {
        fail(failure.failure());
    }

    private void fail(UpstreamFailure failure) {
        if (!over) {
            step(() -> encoder.fail(failure, this::frame));
            finish();
        }
    }

    /** An error of the relay ends the run as a failure: there is no connection whose handlers could report it. */
    private void step(Runnable encoding) {
        try {
            encoding.run();
        } catch (RuntimeException | Error broken) {
            encodeFailure(broken);
        }
    }

    private void encodeFailure(Throwable broken) {
        LOG.log(System.Logger.Level.ERROR, "background_run_failed id=" + id(), broken);
        encoder.fail(broken instanceof OutOfMemoryError ? UpstreamFailure.outOfMemory() : INTERNAL_ERROR, this::frame);
    }

    /** Ends the run after an error of the relay around it, which would otherwise go unnoticed. On the event loop. */
    void failed(Throwable broken) {
        if (!over) {
            encodeFailure(broken);
            finish();
        }
    }

    private void finishIfEnded() {
        if (encoder.ended()) {
            finish();
        }
    }

    /** Receives one event as the encoder writes it. The frame that ends a stream has no number and is not stored. */
    private void frame(byte[] bytes, int offset, int length) {
        OptionalLong number = EventReplay.sequenceNumber(bytes, offset, length);
        if (number.isPresent()) {
            pending.add(new StoredEvent(number.getAsLong(), Arrays.copyOfRange(bytes, offset, offset + length)));
        }
    }

    private List<StoredEvent> drain() {
        List<StoredEvent> drained = pending;
        pending = new ArrayList<>();
        return drained;
    }

    private TurnState state() {
        return encoder.turn().orElseThrow(() -> new IllegalStateException("a turn in the background has no state"));
    }

    private void flush() {
        if (pending.isEmpty()) {
            return;
        }
        List<StoredEvent> events = drain();
        long bytes = events.stream().mapToLong(event -> event.bytes().length).sum();
        waitingBytes += bytes;
        TurnState state = stateIfDue(bytes);
        holdUpstream();
        journal.add(events, state).whenCompleteAsync((written, failure) -> written(bytes), loop);
    }

    private @Nullable TurnState stateIfDue(long eventBytes) {
        allowedStateBytes += STATE_BYTES_PER_EVENT_BYTE * eventBytes;
        long cost = journal.stateBytes();
        if (!changed || cost > allowedStateBytes) {
            return null;
        }
        changed = false;
        allowedStateBytes -= cost;
        return state();
    }

    private void written(long bytes) {
        waitingBytes -= bytes;
        holdUpstream();
        followers.forEach(Runnable::run);
    }

    private void holdUpstream() {
        boolean full = waitingBytes > MAX_WAITING_BYTES;
        if (full != paused && call != null && !over) {
            paused = full;
            if (full) {
                call.pause();
            } else {
                call.resume();
            }
        }
    }

    private void finish() {
        over = true;
        if (call != null) {
            call.cancel();
        }
        try {
            TurnState last = state();
            journal.finish(drain(), last).whenComplete((kept, failure) -> ended(last, failure));
        } catch (RuntimeException | Error broken) {
            // Callers that wait for the outcome must not wait forever.
            journal.abandon().whenComplete((kept, failure) -> ended(null, broken));
        }
    }

    private void ended(@Nullable TurnState last, @Nullable Throwable failure) {
        if (failure != null) {
            StorageFailures.log(LOG, System.Logger.Level.ERROR, "response_not_kept id=" + id(), failure);
        }
        if (share != null) {
            share.release();
        }
        if (last == null) {
            outcome.completeExceptionally(
                    failure == null ? new IllegalStateException("a run has no outcome") : failure);
        } else {
            outcome.complete(last);
        }
        followers.forEach(Runnable::run);
    }
}
