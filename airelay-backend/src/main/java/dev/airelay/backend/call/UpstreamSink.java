package dev.airelay.backend.call;

import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.backend.connect.UpstreamHead;
import dev.airelay.transforms.event.UpstreamEvent;
import tools.jackson.databind.node.ObjectNode;

/**
 * Receives the upstream's response to one call. Every method is called on the call's event loop and must not block.
 *
 * <pre>
 *   onFailure                                                       nothing was sent yet: respond with its status
 *   onOpen (onEvent* onBatchEnd)* onEvent* onComplete               the terminal event was delivered
 *   onOpen (onEvent* onBatchEnd)* onEvent* onFailure                the stream broke off: write an in-band error
 * </pre>
 *
 * <p>A sink for one object implements {@link #onObject} and {@link #onFailure} only.
 *
 * <p>No method is called before {@link CodexClient#open} has returned, save that a plan's check may end the call at once;
 * nor after {@link #onComplete}, {@link #onFailure} or {@link CallHandle#cancel}.
 */
public interface UpstreamSink {

    /**
     * Called once, before any event: the first significant event has arrived, or the hold-back time has passed. From here on
     * the response has status 200.
     */
    default void onOpen(UpstreamHead head) {}

    /**
     * Called for each event in order, the terminal one included, and also for extension events that no client may see. A
     * failure event that comes after {@link #onOpen} arrives here like any other.
     */
    default void onEvent(UpstreamEvent event) {}

    /** Called after the events of one read: time to flush. */
    default void onBatchEnd() {}

    /** Called when the terminal event has been delivered, instead of {@link #onBatchEnd} for that read. Ends the call. */
    default void onComplete() {}

    /**
     * Called if there is no complete response: the upstream refused, could not be reached, took too long or was interrupted.
     * Ends the call.
     */
    void onFailure(UpstreamException failure);

    /**
     * Called instead of all others if the request was for one object. Ends the call, unless it returns false.
     *
     * @param json the parsed object
     * @return false if the object is not the expected one; {@link #onFailure} is called then
     */
    default boolean onObject(UpstreamObject object, ObjectNode json) {
        return false;
    }

    /** Returns the approximate number of bytes that the delivered part of the response uses. */
    default long heldBytes() {
        return 0;
    }

    /**
     * Called if a method of this sink threw, or an attempt could not be made: an error of the relay. The call has ended.
     *
     * @return false to have {@link #onFailure} called with an internal error, unless the end of the call was already
     *     reported
     */
    default boolean onBroken(Throwable thrown) {
        return false;
    }
}
