package dev.airelay.backend.connect;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RestartableTimerTest {

    private final EmbeddedChannel time = new EmbeddedChannel();
    private final List<String> expired = new ArrayList<>();
    private RestartableTimer watchdog;

    @BeforeEach
    void freeze() {
        time.freezeTime();
        watchdog = new RestartableTimer(time.eventLoop());
    }

    @AfterEach
    void close() {
        time.close();
    }

    private void passes(long millis) {
        time.advanceTimeBy(millis, MILLISECONDS);
        time.runScheduledPendingTasks();
    }

    private void start(String name, long millis) {
        watchdog.start(Duration.ofMillis(millis), () -> expired.add(name));
    }

    @Test
    void firesOnceAfterTheLimit() {
        start("a", 100);
        passes(99);
        assertThat(expired).isEmpty();

        passes(1);
        passes(1000);

        assertThat(expired).containsExactly("a");
    }

    @Test
    void touchMovesTheStart() {
        start("a", 100);
        for (int i = 0; i < 10; i++) {
            passes(90);
            watchdog.touch();
        }
        assertThat(expired).isEmpty();

        passes(100);

        assertThat(expired).containsExactly("a");
    }

    @Test
    void newStartReplacesTheOld() {
        start("a", 100);
        start("b", 200);
        passes(150);
        assertThat(expired).isEmpty();

        passes(50);

        assertThat(expired).containsExactly("b");
    }

    @Test
    void stoppedItNeverFires() {
        start("a", 100);
        watchdog.stop();
        watchdog.touch();
        passes(1000);

        assertThat(expired).isEmpty();
    }

    @Test
    void earlierLimitReplacesALaterOne() {
        start("a", 200);
        start("b", 100);
        passes(100);

        assertThat(expired).containsExactly("b");
    }

    @Test
    void pausedItDoesNotFireUntilStartedAgain() {
        RestartableTimer fixed =
                new RestartableTimer(time.eventLoop(), Duration.ofMillis(100), () -> expired.add("fixed"));
        fixed.start();
        passes(50);
        fixed.pause();
        assertThat(fixed.running()).isFalse();
        passes(1000);
        assertThat(expired).isEmpty();

        fixed.start();
        assertThat(fixed.running()).isTrue();
        passes(99);
        assertThat(expired).isEmpty();
        passes(1);

        assertThat(expired).containsExactly("fixed");
        assertThat(fixed.running()).isFalse();
    }

    @Test
    void startSoonAfterPauseCountsTheWholeLimit() {
        start("a", 100);
        passes(90);
        watchdog.pause();
        watchdog.start();
        passes(99);
        assertThat(expired).isEmpty();

        passes(1);

        assertThat(expired).containsExactly("a");
    }

    @Test
    void leavesNothingOnTheLoopWhenStopped() {
        start("a", 100);
        watchdog.stop();

        assertThat(time.runScheduledPendingTasks()).isEqualTo(-1);
        assertThat(watchdog.running()).isFalse();
    }
}
