package dev.airelay.security;

import java.time.Duration;

/** The thread of a request, such as its channel's event loop. */
public interface RequestLoop {

    /**
     * Runs the task on the loop's thread, soon.
     *
     * @throws java.util.concurrent.RejectedExecutionException when the loop has ended
     */
    void execute(Runnable task);

    /**
     * Runs the task on the loop's thread after the delay.
     *
     * @return cancels the task; does nothing if it has run
     * @throws java.util.concurrent.RejectedExecutionException when the loop has ended
     */
    Runnable schedule(Runnable task, Duration delay);
}
