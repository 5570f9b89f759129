package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.Emulator;
import dev.airelay.emulator.EmulatorOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A relay with a heap of 512 MiB and default settings, but for a shorter wait for memory, in rounds: a hundred slow readers of giant answers, whole answers
 * that are larger still, answers without end and large requests, all at once. After each round it must hold what it held
 * before. Left out of the usual tests like {@link SoakTest}, and run like it; {@code -Dsoak.rounds} changes it.
 */
@Tag("soak")
class MemorySoakTest {
    private static final int ROUNDS = Integer.getInteger("soak.rounds", 8);
    private static final int READERS = 100;
    private static final int WHOLE = 8;
    private static final int PROBES = 40;
    private static final long SOME_BYTES = 4 << 20;
    /** Endless answers give up one after the other, each after this time. */
    private static final Map<String, String> SETTINGS = Map.of("server.memory_wait_seconds", "3");

    @TempDir
    Path dataDir;

    @Test
    void memoryReturnsToWhereItWas() throws Exception {
        List<SoakFigures> figures = new ArrayList<>();
        ExecutorService clients = Executors.newFixedThreadPool(WHOLE * 3);
        try (Emulator upstream = Emulator.start(EmulatorOptions.defaults().withRecordedRequests(10));
                ConfinedRelay relay = ConfinedRelay.start(dataDir, upstream, List.of("-Xmx512m"), SETTINGS)) {
            for (int round = 0; round < ROUNDS; round++) {
                round(relay, clients);
                figures.add(relay.figures());
                System.out.println(figures.get(round).row(String.valueOf(round + 1)));
            }
            assertThat(relay.ask("look")).as("can serve").isEqualTo("true");
        } finally {
            clients.shutdownNow();
        }
        assertFlat("heap", figures, SoakFigures::heapBytes, SOME_BYTES);
        assertFlat("direct memory", figures, SoakFigures::directBytes, SOME_BYTES);
        assertFlat("handles", figures, SoakFigures::handles, 10);
        assertFlat("threads", figures, SoakFigures::threads, 2);
    }

    private static void round(ConfinedRelay relay, ExecutorService clients) throws Exception {
        List<RawClient> readers = new ArrayList<>();
        List<Future<RawAnswer>> others = new ArrayList<>();
        try {
            for (int i = 0; i < READERS; i++) {
                Generation generation = Generation.values()[i % Generation.values().length];
                readers.add(RawClient.withSmallWindow(relay.port())
                        .write(RawClient.post(
                                generation.path(), generation.body("hello [[emulate: giant in=text mb=5]]"))));
            }
            for (int i = 0; i < WHOLE; i++) {
                Generation whole = Generation.values()[i % 3 * 2];
                others.add(clients.submit(() -> ask(relay, whole, "hello [[emulate: giant in=text mb=40]]")));
                others.add(clients.submit(() -> ask(relay, Generation.CHAT_STREAM, "hello [[emulate: endless]]")));
                others.add(clients.submit(() -> ask(relay, Generation.RESPONSE, "x".repeat(8 << 20))));
            }
            for (int i = 0; i < PROBES; i++) {
                assertThat(ask(relay, Generation.values()[i % Generation.values().length], "hello")
                                .status())
                        .isEqualTo(200);
                readers.forEach(RawClient::readOne);
            }
            for (Future<RawAnswer> other : others) {
                assertEnds(other.get(5, TimeUnit.MINUTES));
            }
        } finally {
            readers.forEach(RawClient::close);
        }
        while (relay.takenBytes() > 0) {
            assertThat(ask(relay, Generation.RESPONSE, "hello").status()).isEqualTo(200);
        }
    }

    private static RawAnswer ask(ConfinedRelay relay, Generation generation, String prompt) {
        try (RawClient client = RawClient.patient(relay.port())) {
            return client.write(RawClient.post(generation.path(), generation.body(prompt)))
                    .answer();
        }
    }

    private static void assertEnds(RawAnswer answer) {
        if (answer.header("content-type").orElse("").startsWith("text/event-stream")) {
            assertThat(answer.body()).endsWith("data: [DONE]\n\n");
        } else if (answer.status() != 200) {
            assertThat(answer.status()).as(answer.body()).isEqualTo(503);
            assertThat(answer.body()).containsAnyOf("out_of_memory", "request_memory_exhausted");
        }
    }

    /** The resources of a late client are freed with it; a leak stays in every later round. */
    private static void assertFlat(
            String what, List<SoakFigures> figures, ToLongFunction<SoakFigures> figure, long allowed) {
        int half = figures.size() / 2;
        long early = least(figures.subList(0, half), figure);
        long late = least(figures.subList(half, figures.size()), figure);
        assertThat(late).as("%s in the later rounds, %s before", what, early).isLessThanOrEqualTo(early + allowed);
    }

    private static long least(List<SoakFigures> figures, ToLongFunction<SoakFigures> figure) {
        return figures.stream().mapToLong(figure).min().orElseThrow();
    }
}
