package dev.airelay.auth.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SystemLoginClockTest {
    @Test
    void pauseEndsAndTimeHasGoneOn() throws Exception {
        LoginClock clock = LoginClock.system();
        long before = clock.nanoTime();

        clock.pause(Duration.ofNanos(1000));

        assertThat(clock.nanoTime() - before).isGreaterThanOrEqualTo(1000);
    }

    @Test
    void interruptEndsAPause() {
        LoginClock clock = LoginClock.system();
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> clock.pause(Duration.ofHours(1))).isInstanceOf(InterruptedException.class);
    }
}
