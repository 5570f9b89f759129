package dev.airelay.store.response;

import dev.airelay.store.frame.DiskWork;
import dev.airelay.store.frame.FrameLog;
import dev.airelay.store.frame.StoreException;
import dev.airelay.store.frame.StoreFailure;
import java.io.IOException;

/**
 * A response in progress. It can be retrieved while it runs. If it is closed without {@link #finish}, or interrupted by a
 * crash, it is stored as failed. Safe for concurrent use; every call may block on the disk.
 */
public final class RunningResponse implements AutoCloseable {
    private static final String WHAT = "store the response";

    private final ResponseStore store;
    private final FrameLog events;
    private final ResponseLimits limits;
    private StoredResponse latest;
    private boolean finished;

    RunningResponse(ResponseStore store, StoredResponse first, FrameLog events, ResponseLimits limits) {
        this.store = store;
        this.latest = first;
        this.events = events;
        this.limits = limits;
    }

    /** The response's id. */
    public synchronized String id() {
        return latest.head().id();
    }

    /**
     * Stores one more event; durable when the response is finished. Sequence numbers must increase.
     *
     * @throws StoreException if the events become too large or the disk fails; earlier events are kept
     */
    public synchronized void append(StoredEvent event) {
        requireRunning();
        if (event.bytes().length > limits.maxResponseBytes() - events.size()) {
            throw new StoreException(
                    StoreFailure.TOO_LARGE,
                    "the events of a response can have at most " + limits.maxResponseBytes()
                            + " bytes; this response's events are no longer stored");
        }
        DiskWork.run("store the event", () -> EventLog.append(events, event));
    }

    /**
     * Stores a new state of a response in progress.
     *
     * @throws StoreException if it is too large or the disk fails; the old state is kept
     */
    public synchronized void update(StoredResponse state) {
        requireRunning();
        requireAllowed(state);
        DiskWork.run(WHAT, () -> store.running().write(state));
        latest = state;
    }

    /**
     * Stores the outcome durably, and ends the run.
     *
     * @throws StoreException when it is too large or the disk fails; the response still runs then
     */
    public synchronized void finish(StoredResponse outcome) {
        requireRunning();
        requireAllowed(outcome);
        DiskWork.run(WHAT, () -> end(outcome));
    }

    private void end(StoredResponse outcome) throws IOException {
        if (events.isOpen()) {
            events.force();
            events.close();
        }
        store.keep(outcome);
        finished = true;
    }

    private void requireAllowed(StoredResponse state) {
        if (!state.head().id().equals(id())) {
            throw new IllegalArgumentException("the response must have the id '" + id() + "', has '"
                    + state.head().id() + "'");
        }
        limits.requireFits(state);
    }

    private void requireRunning() {
        if (finished) {
            throw new IllegalStateException("the response has already finished");
        }
    }

    /**
     * Stores the response as failed unless it is finished. If the disk fails, the response is still reported as failed from
     * now on.
     */
    @Override
    public synchronized void close() {
        if (finished) {
            return;
        }
        try {
            finish(InterruptedResponse.of(latest));
        } finally {
            finished = true;
            DiskWork.run(WHAT, () -> store.abandon(id(), events));
        }
    }
}
