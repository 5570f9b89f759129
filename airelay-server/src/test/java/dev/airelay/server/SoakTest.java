package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.EmulatorOptions;
import dev.airelay.testsupport.Eventually;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mixed load for a long time, after which nothing may have grown. Left out of the usual tests: {@code mvn -Psoak verify -pl
 * airelay-server -am -Dtest=SoakTest -Dsurefire.failIfNoSpecifiedTests=false}; {@code -Dsoak.minutes} and {@code
 * -Dsoak.seed} change it. The figures are in the test's output under {@code target/surefire-reports}.
 */
@Tag("soak")
class SoakTest {
    private static final int CLIENTS = 6;
    private static final int SLOTS = 16;
    private static final int PERIODS = 10;
    /** Until then caches, pools and the compiler fill up. */
    private static final int WARM = 3;

    private static final long SOME_BYTES = 8 << 20;
    private static final int SOME_HANDLES = 40;
    private static final int SOME_THREADS = 10;

    @TempDir
    Path dataDir;

    @Test
    void nothingGrowsAndNoSlotIsStuck() throws Exception {
        Duration period = Duration.ofSeconds(Integer.getInteger("soak.minutes", 30) * 60L / PERIODS);
        Map<String, String> settings = Map.of(
                "upstream.retry_attempts", "2",
                "upstream.retry_delay_seconds", "0.001",
                "security.concurrent_requests_per_ip", String.valueOf(SLOTS),
                "upstream.max_answer_bytes", "500000",
                "responses.max_total_bytes", "20000000");
        List<SoakFigures> figures = new ArrayList<>();
        ExecutorService clients = Executors.newFixedThreadPool(SLOTS);
        try (RunningRelay relay =
                RunningRelay.start(dataDir, settings, EmulatorOptions.defaults().withRecordedRequests(SLOTS))) {
            SoakLoad load = new SoakLoad(relay);
            for (int done = 0; done < PERIODS; done++) {
                run(clients, load, period, done);
                awaitQuiet(relay);
                figures.add(SoakFigures.now());
                System.out.println(figures.get(done).row(String.valueOf(done + 1)));
            }
            System.out.println(load);
            assertEverySlotIsFree(relay);
        } finally {
            clients.shutdownNow();
        }
        assertFlat(figures);
    }

    private static void run(ExecutorService clients, SoakLoad load, Duration period, int done) throws Exception {
        long end = System.nanoTime() + period.toNanos();
        List<Future<?>> running = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            Random random = new Random(Long.getLong("soak.seed", 1) + client + (long) CLIENTS * done);
            running.add(clients.submit(() -> {
                while (System.nanoTime() < end) {
                    load.step(random);
                }
            }));
        }
        for (Future<?> client : running) {
            client.get(period.toSeconds() + 60, TimeUnit.SECONDS);
        }
    }

    /** The streams of clients that went are canceled a moment after them; the recorded requests are the newest only. */
    private static void awaitQuiet(RunningRelay relay) {
        Eventually.await("no open stream upstream", () -> relay.emulator().openStreams() == 0);
        Eventually.await("memory given back", () -> relay.server().memory().taken() == 0);
    }

    /** As many answers as there are slots, all begun before one of them is read completely. */
    private static void assertEverySlotIsFree(RunningRelay relay) throws Exception {
        List<InputStream> open = new ArrayList<>();
        for (int slot = 0; slot < SLOTS; slot++) {
            Generation streamed = Generation.RESPONSE_STREAM;
            open.add(relay.open(streamed.path(), streamed.body("hello [[emulate: text words=200, pace millis=20]]")));
        }
        for (InputStream stream : open) {
            assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("event: response.created")
                    .endsWith("data: [DONE]\n\n");
        }
    }

    private static void assertFlat(List<SoakFigures> figures) {
        assertFlat("heap", figures, SoakFigures::heapBytes, SOME_BYTES);
        assertFlat("direct memory", figures, SoakFigures::directBytes, SOME_BYTES);
        assertFlat("handles", figures, SoakFigures::handles, SOME_HANDLES);
        assertFlat("threads", figures, SoakFigures::threads, SOME_THREADS);
    }

    /** The least of the last periods against the most of the first warm ones: what grows, grows out of that. */
    private static void assertFlat(
            String what, List<SoakFigures> figures, ToLongFunction<SoakFigures> figure, long allowed) {
        long early = figures.subList(WARM - 1, WARM + 1).stream()
                .mapToLong(figure)
                .max()
                .orElseThrow();
        long late = figures.subList(PERIODS - 2, PERIODS).stream()
                .mapToLong(figure)
                .min()
                .orElseThrow();
        assertThat(late).as("%s at the end, %s before", what, early).isLessThanOrEqualTo(early + allowed);
    }
}
