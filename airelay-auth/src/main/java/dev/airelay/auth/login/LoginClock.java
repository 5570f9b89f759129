package dev.airelay.auth.login;

import java.time.Duration;
import java.time.Instant;

/** Time as a login sees it. */
public interface LoginClock {
    /** A monotonic time in nanoseconds, as from {@link System#nanoTime()}. */
    long nanoTime();

    /** The time of day, for reading the login server's dates. */
    Instant now();

    /** Waits for this long; an interrupt ends the wait. */
    void pause(Duration length) throws InterruptedException;

    /** The machine's time. */
    static LoginClock system() {
        return SystemLoginClock.INSTANCE;
    }
}
