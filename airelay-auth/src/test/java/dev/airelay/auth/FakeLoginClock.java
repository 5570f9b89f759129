package dev.airelay.auth;

import dev.airelay.auth.login.LoginClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A clock that moves when somebody pauses, and at once. */
public final class FakeLoginClock implements LoginClock {
    static final Instant START = Instant.parse("2026-08-01T12:00:00Z");

    private final List<Duration> pauses = new ArrayList<>();
    private Duration elapsed = Duration.ZERO;
    private Runnable onPause = () -> {};

    FakeLoginClock onPause(Runnable action) {
        onPause = action;
        return this;
    }

    @Override
    public long nanoTime() {
        return elapsed.toNanos();
    }

    @Override
    public Instant now() {
        return START.plus(elapsed);
    }

    @Override
    public void pause(Duration length) {
        pauses.add(length);
        elapsed = elapsed.plus(length);
        onPause.run();
    }

    public List<Duration> pauses() {
        return pauses;
    }

    public Duration elapsed() {
        return elapsed;
    }
}
