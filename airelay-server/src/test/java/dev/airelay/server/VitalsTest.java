package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class VitalsTest {

    private final List<String> reported = new ArrayList<>();

    private Vitals vitals(Vitals.Vital... watched) {
        return new Vitals(List.of(watched), reported::add);
    }

    @Test
    void reportsWhatHasBeenMissingForTooLong() {
        AtomicBoolean there = new AtomicBoolean(true);
        Vitals vitals = vitals(new Vitals.Vital("it is gone", 3, there::get));

        assertThat(vitals.look()).isTrue();
        there.set(false);
        assertThat(vitals.look()).isTrue();
        assertThat(vitals.look()).isTrue();
        there.set(true);
        assertThat(vitals.look()).isTrue();
        there.set(false);
        assertThat(vitals.look()).isTrue();
        assertThat(vitals.look()).isTrue();
        assertThat(reported).isEmpty();

        assertThat(vitals.look()).isFalse();
        assertThat(reported).containsExactly("it is gone");
    }

    @Test
    void lookThatFindsNoMemoryFindsNothing() {
        Vitals vitals = vitals(new Vitals.Vital("it cannot look", 2, () -> {
            throw new OutOfMemoryError("Java heap space");
        }));

        assertThat(vitals.look()).isTrue();
        assertThat(vitals.look()).isFalse();
        assertThat(reported).containsExactly("it cannot look");
    }

    @Test
    void reportThatFailsIsMadeAgain() {
        AtomicBoolean full = new AtomicBoolean(true);
        Vitals vitals = new Vitals(List.of(new Vitals.Vital("gone", 1, () -> false)), lack -> {
            if (full.getAndSet(false)) {
                throw new OutOfMemoryError("Java heap space");
            }
            reported.add(lack);
        });

        assertThat(vitals.look()).as("keeps looking").isTrue();
        assertThat(vitals.look()).isFalse();
        assertThat(reported).containsExactly("gone");
    }

    @Test
    void memoryIsThereInAHealthyProcess() {
        Vitals vitals = vitals(Vitals.memory());

        assertThat(vitals.look()).isTrue();
        assertThat(vitals.look()).isTrue();
        assertThat(vitals.look()).isTrue();
    }

    @Test
    void noticesALoopThatIsStuckAndOneThatHasEnded() throws InterruptedException {
        RelayLoops loops = new RelayLoops(1, new DefaultThreadFactory("test-loop", true));
        Vitals working = vitals(Vitals.workingLoop(loops.next()));
        Vitals living = vitals(Vitals.livingLoop(loops.next()));
        CountDownLatch stuck = new CountDownLatch(1);
        try {
            for (int i = 0; i < 20; i++) {
                assertThat(working.look()).isTrue();
                awaitIdle(loops);
            }
            loops.execute(() -> waitFor(stuck));
            int looks = 0;
            while (working.look()) {
                looks++;
            }
            assertThat(looks).isBetween(5, 6);
            assertThat(reported).containsExactly("an event loop is stuck");
            assertThat(living.look()).isTrue();
        } finally {
            stuck.countDown();
            loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).await();
        }
        assertThat(living.look()).isFalse();
        assertThat(reported).contains("an event loop has stopped");
    }

    private static void awaitIdle(RelayLoops loops) throws InterruptedException {
        loops.submit(() -> {}).await();
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
