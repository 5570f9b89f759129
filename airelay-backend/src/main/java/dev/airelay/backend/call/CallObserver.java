package dev.airelay.backend.call;

import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.backend.connect.UpstreamHead;
import dev.airelay.transforms.event.UpstreamEvent;

/**
 * Watches the attempts of one call and cannot change anything. Every method is called on the call's event loop, must not
 * block, and does nothing unless overridden.
 *
 * <pre>
 *   onAttempt (onOpen onEvent*)? (onComplete | onFailure | onCancel)     for each attempt; onEvent includes failure events
 * </pre>
 */
public interface CallObserver {

    /** An attempt is about to be sent. */
    default void onAttempt() {}

    /** The attempt goes over a WebSocket, where only what is new in a conversation may be sent. */
    default void onSocket() {}

    /** The response of the attempt has begun, with status 200. */
    default void onOpen(UpstreamHead head) {}

    /**
     * An event of the response, before the client gets it. Of those with content, which a response may have thousands of,
     * only the first, unless {@link #everyEvent} says otherwise. The terminal event always comes.
     */
    default void onEvent(UpstreamEvent event) {}

    /** Returns whether {@link #onEvent} is called for every event of the attempt. Asked after {@link #onOpen}. */
    default boolean everyEvent() {
        return false;
    }

    /** The terminal event was seen. */
    default void onComplete() {}

    /** The attempt brought no whole response. */
    default void onFailure(UpstreamException failure) {}

    /** The attempt was given up: by the client, or because the whole call took too long. */
    default void onCancel() {}
}
