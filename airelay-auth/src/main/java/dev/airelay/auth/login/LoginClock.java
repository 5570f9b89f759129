package dev.airelay.auth.login;

import java.time.Duration;
import java.time.Instant;

/** Time as a login sees it. */
public interface LoginClock {
    /** A time that only ever goes forward, in nanoseconds, as of {@link System#nanoTime()}. */
    long nanoTime();

    /** The time of day, to read dates the issuer gives. */
    Instant now();

    /** Waits that long; an interrupt ends it. */
    void pause(Duration length) throws InterruptedException;

    /** The machine's time. */
    static LoginClock system() {
        return SystemLoginClock.INSTANCE;
    }
}
