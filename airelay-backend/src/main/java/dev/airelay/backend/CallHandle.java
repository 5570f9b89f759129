package dev.airelay.backend;

/**
 * One exchange with the upstream, seen by whoever started it. Every method belongs on the call's event loop, is idempotent,
 * and does nothing once the call has ended.
 */
public interface CallHandle {

    /** Ends the call: its connection is closed at once, at whatever stage, and the sink is not called any more. */
    void cancel();

    /**
     * Stops reading from the upstream's connection, so that the upstream itself is slowed down.
     *
     * <p>Events that were already read are still delivered: at most those of one read of the socket, 64 KiB of bytes. The
     * idle time-out does not run while paused.
     */
    void pause();

    /** Reads on after {@link #pause}. */
    void resume();
}
