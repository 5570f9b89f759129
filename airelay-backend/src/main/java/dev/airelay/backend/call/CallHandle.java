package dev.airelay.backend.call;

/**
 * One upstream call, as its caller sees it. Every method belongs on the call's event loop, is idempotent,
 * and does nothing once the call has ended.
 */
public interface CallHandle {

    /** Cancels the call in any state: its connection is closed at once, and the sink is no longer called. */
    void cancel();

    /**
     * Stops reading from the upstream's connection, so that the upstream itself is slowed down.
     *
     * <p>Events that were already read are still delivered: at most those of one read of the socket, 64 KiB of bytes, or what
     * they become if the response is compressed. The idle time-out does not run while paused.
     */
    void pause();

    /** Reads on after {@link #pause}. */
    void resume();
}
