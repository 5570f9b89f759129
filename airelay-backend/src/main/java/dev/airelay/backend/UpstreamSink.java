package dev.airelay.backend;

import dev.airelay.transforms.event.UpstreamEvent;

/**
 * Takes what the upstream answers to one call. Every method is called on the call's event loop and must not block.
 *
 * <pre>
 *   onFailure                                                       nothing was sent yet: answer with its status
 *   onOpen (onEvent* onBatchEnd)* onEvent* onComplete               the terminal event was delivered
 *   onOpen (onEvent* onBatchEnd)* onEvent* onFailure                the stream broke off: write an in-band error
 * </pre>
 *
 * <p>{@link #onHeld} comes between any of these.
 *
 * <p>No method is called before {@link CodexClient#open} has returned, nor after {@link #onComplete}, {@link #onFailure} or
 * {@link CallHandle#cancel}.
 */
public interface UpstreamSink {

    /**
     * Called once, before any event: the first event that matters is there, or the hold-back time is over. From here on the
     * reply is committed to status 200.
     */
    void onOpen(UpstreamHead head);

    /**
     * Called for each event in order, the terminal one included, and also for extension events that no client may see. A
     * failure event that comes after {@link #onOpen} arrives here like any other.
     */
    void onEvent(UpstreamEvent event);

    /** Called after the events of one read: time to flush. */
    void onBatchEnd();

    /**
     * Called after a read when it has changed how many bytes the memory of events takes that have not been delivered: one
     * that has not come whole, and those that are held back. May come before {@link #onOpen}.
     *
     * @param bytes those of this call; what is delivered does not count any more
     */
    void onHeld(long bytes);

    /** Called when the terminal event has been delivered, instead of {@link #onBatchEnd} for that read. Ends the call. */
    void onComplete();

    /**
     * Called when there is no whole answer: the upstream refused, could not be reached, took too long or broke off. Ends the
     * call.
     */
    void onFailure(UpstreamException failure);
}
