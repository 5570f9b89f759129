package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SettledClockTest {
    private static final Instant START = Instant.parse("2026-11-28T12:00:00Z");
    private static final Duration YEAR = Duration.ofDays(365);

    private long nanos = Long.MAX_VALUE - 1_000_000_000L;
    private Instant wall = START;
    private final SettledClock clock = new SettledClock(() -> wall, () -> nanos);

    private void pass(Duration time) {
        nanos += time.toNanos();
        wall = wall.plus(time);
    }

    @Test
    void goesWithTheWallClock() {
        pass(Duration.ofDays(3));
        assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofDays(3)));
    }

    @Test
    void followsSmallCorrections() {
        wall = wall.plusSeconds(60);
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(60));

        wall = wall.minusSeconds(50);
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(10));
    }

    @Test
    void goesOnEvenlyThroughALeapThatIsTakenBack() {
        wall = wall.plus(YEAR);
        assertThat(clock.instant()).isEqualTo(START);
        pass(Duration.ofMinutes(14));
        assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofMinutes(14)));

        wall = wall.minus(YEAR);
        assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofMinutes(14)));
        pass(Duration.ofHours(1));
        assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofMinutes(74)));
    }

    @Test
    void believesALeapThatLasts() {
        wall = wall.plus(YEAR);
        assertThat(clock.instant()).isEqualTo(START);

        pass(SettledClock.SETTLING);

        assertThat(clock.instant()).isEqualTo(wall);
    }

    @Test
    void leapIsCountedFromWhenItIsSeen() {
        wall = wall.plus(YEAR);
        pass(Duration.ofHours(1));

        assertThat(clock.instant()).as("as after a night asleep").isEqualTo(START.plus(Duration.ofHours(1)));
        pass(SettledClock.SETTLING);
        assertThat(clock.instant()).isEqualTo(wall);
    }

    @Test
    void everyFurtherLeapStartsTheWaitAgain() {
        for (int i = 0; i < 10; i++) {
            wall = wall.plus(YEAR);
            assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofMinutes(10L * i)));
            pass(Duration.ofMinutes(10));
        }
        for (int i = 0; i < 5; i++) {
            wall = wall.minus(YEAR);
            assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofMinutes(100 + 10L * i)));
            pass(Duration.ofMinutes(10));
        }

        assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofMinutes(150)));
        pass(Duration.ofMinutes(5));
        assertThat(clock.instant()).isEqualTo(wall);
    }

    @Test
    void believesAClockThatIsSetBackAtOnce() {
        wall = wall.minus(YEAR);
        assertThat(clock.instant()).isEqualTo(wall);

        wall = START;
        assertThat(clock.instant()).as("and takes its return for a leap").isEqualTo(START.minus(YEAR));
        pass(SettledClock.SETTLING);
        assertThat(clock.instant()).isEqualTo(wall);
    }
}
