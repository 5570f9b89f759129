package dev.airelay.auth.login;

import java.time.Duration;
import java.util.Optional;

/**
 * Shows the owner how to sign in from another device, and the progress of the wait. Called on the thread that runs the
 * login.
 */
public interface DevicePrompt {
    /** Called once, before the wait. The prompt must warn never to enter a code that somebody else sent. */
    void show(DeviceCode code);

    /**
     * Called about every 15 s of waiting.
     *
     * @param left time until the login is abandoned
     * @param trouble why the last poll failed, if it did; the login keeps trying
     */
    void waiting(Duration left, Optional<String> trouble);
}
