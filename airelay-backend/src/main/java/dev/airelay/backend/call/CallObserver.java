package dev.airelay.backend.call;

import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.backend.connect.UpstreamHead;
import dev.airelay.transforms.event.UpstreamEvent;

/**
 * Observes the attempts of one call without changing them. Every method is called on the call's event loop, must not block,
 * and does nothing unless overridden.
 *
 * <pre>
 *   onAttempt (onOpen onEvent*)? (onComplete | onFailure | onCancel)     for each attempt; onEvent includes failure events
 * </pre>
 */
public interface CallObserver {

    /**
     * An attempt is about to be sent.
     *
     * @param body the body that an HTTP request sends, also if the attempt uses a WebSocket; must not be changed; empty if
     *     there is none
     */
    default void onAttempt(byte[] body) {}

    /** The attempt uses a WebSocket, where only the new items of a conversation may be sent. */
    default void onSocket() {}

    /** The response of the attempt has begun, with status 200. */
    default void onOpen(UpstreamHead head) {}

    /**
     * An event of the response, before the client gets it. Of events with content, which may number thousands, only the
     * first is passed, unless {@link #everyEvent} returns true. The terminal event is always passed.
     */
    default void onEvent(UpstreamEvent event) {}

    /** Returns whether {@link #onEvent} is called for every event of the attempt. Called after {@link #onOpen}. */
    default boolean everyEvent() {
        return false;
    }

    /** The terminal event was seen. */
    default void onComplete() {}

    /** The attempt did not produce a complete response. */
    default void onFailure(UpstreamException failure) {}

    /** The attempt was canceled: by the client, or because the whole call took too long. */
    default void onCancel() {}
}
