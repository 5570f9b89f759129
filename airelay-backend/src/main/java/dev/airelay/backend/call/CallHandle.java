package dev.airelay.backend.call;

/**
 * The caller's handle of one upstream call. Every method must be called on the call's event loop, is idempotent, and does
 * nothing once the call has ended.
 */
public interface CallHandle {

    /** Cancels the call in any state: its connection is closed immediately, and the sink is no longer called. */
    void cancel();

    /**
     * Stops reading from the upstream's connection, so that the upstream itself is slowed down.
     *
     * <p>Events that were already read are still delivered: at most those of one read of the socket, 64 KiB, or more after
     * decompression. The idle time-out does not run while paused.
     */
    void pause();

    /** Resumes reading after {@link #pause}. */
    void resume();
}
