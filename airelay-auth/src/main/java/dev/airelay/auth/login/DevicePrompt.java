package dev.airelay.auth.login;

import java.time.Duration;
import java.util.Optional;

/** Tells the owner how to sign in from another device and how the wait goes. Called on the thread that runs the login. */
public interface DevicePrompt {
    /** Called once, before the wait. A prompt warns never to enter a code that somebody else sent. */
    void show(DeviceCode code);

    /**
     * Called about every 15 s of waiting.
     *
     * @param left until the login gives up
     * @param trouble why the issuer could not be asked the last time, if so; the login tries on
     */
    void waiting(Duration left, Optional<String> trouble);
}
