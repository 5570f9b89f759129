package dev.airelay.traffic;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that stands still until it is moved. */
public final class TestClock implements InstantSource {
    private volatile Instant now;

    public TestClock(String now) {
        this.now = Instant.parse(now);
    }

    @Override
    public Instant instant() {
        return now;
    }

    public void set(String time) {
        now = Instant.parse(time);
    }

    public void advance(Duration time) {
        now = now.plus(time);
    }
}
