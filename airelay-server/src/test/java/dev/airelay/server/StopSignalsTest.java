package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Signals, sent to a process of the test's own. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class StopSignalsTest {

    /** Ends on the first signal only when a second one comes. */
    static final class Waiting {

        private Waiting() {}

        @SuppressWarnings("SystemOut")
        public static void main(String[] arguments) throws InterruptedException {
            CountDownLatch again = new CountDownLatch(1);
            StopSignals.install(again::countDown);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                System.out.println("stopping");
                awaitCalmly(again);
                System.out.println("stopped");
            }));
            System.out.println("running");
            new CountDownLatch(1).await();
        }

        private static void awaitCalmly(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void firstSignalRunsTheHooksAndTheNextEndsTheirPatience() throws Exception {
        Process process = start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
            assertThat(lines.readLine()).isEqualTo("running");

            // Only the signal: the process's own method closes its output too.
            assertThat(process.toHandle().destroy()).isTrue();
            assertThat(lines.readLine()).isEqualTo("stopping");
            assertThat(process.toHandle().destroy()).isTrue();

            assertThat(lines.readLine()).isEqualTo("stopped");
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(143);
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start() throws IOException {
        String classes =
                Path.of("target", "classes") + System.getProperty("path.separator") + Path.of("target", "test-classes");
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classes,
                        Waiting.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
