package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.Emulator;
import dev.airelay.emulator.EmulatorOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Relays whose heap or direct memory clients and upstream do their best to exhaust. Threads: {@link RelayThreadsTest}. */
@Timeout(180)
class ExhaustedRelayTest {

    private static final int READERS = 30;
    private static final String GIANT = "hello [[emulate: giant in=text mb=1]]";
    private static final String LARGER = "hello [[emulate: giant in=text mb=6]]";
    private static final String ENDLESS = "hello [[emulate: endless]]";

    private static final Map<String, String> SETTINGS = Map.of("server.memory_wait_seconds", "1");

    @TempDir
    Path dataDir;

    private Emulator upstream;

    @BeforeEach
    void start() {
        upstream = Emulator.start(EmulatorOptions.defaults().withRecordedRequests(10));
    }

    @AfterEach
    void stop() {
        upstream.close();
    }

    @Test
    void heapIsNotFilledByGiantAnswersToSlowReaders() throws Exception {
        try (ConfinedRelay relay = ConfinedRelay.start(dataDir, upstream, List.of("-Xmx96m"), SETTINGS)) {
            survives(relay);
        }
    }

    @Test
    void directMemoryIsNotFilledByGiantAnswersToSlowReaders() throws Exception {
        try (ConfinedRelay relay =
                ConfinedRelay.start(dataDir, upstream, List.of("-Xmx256m", "-XX:MaxDirectMemorySize=24m"), SETTINGS)) {
            survives(relay);
        }
    }

    @Test
    void stopEndsTheProcessAlthoughEveryEventLoopIsStuck() throws Exception {
        Map<String, String> atOnce = Map.of("server.shutdown_seconds", "0.1");
        try (ConfinedRelay relay = ConfinedRelay.start(dataDir, upstream, List.of("-Xmx96m"), atOnce)) {
            relay.send("stick");
            relay.send("stop");

            assertThat(relay.exitCode()).isEqualTo(ExitStatus.LOST.code());
        }
    }

    private static void survives(ConfinedRelay relay) {
        ask(relay, Generation.CHAT, "hello");
        long before = relay.figures().heapBytes();
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < READERS; i++) {
                Generation generation = generation(i);
                String prompt = i % 10 == 8 ? ENDLESS : i % 10 == 9 ? LARGER : GIANT;
                clients.add(RawClient.withSmallWindow(relay.port())
                        .write(RawClient.post(generation.path(), generation.body(prompt))));
            }
            for (Generation generation : Generation.values()) {
                assertThat(get(relay, "/healthz").status()).isEqualTo(200);
                assertThat(ask(relay, generation, "hello").status()).isEqualTo(200);
            }
            for (int i = 0; i < READERS / 2; i++) {
                generation(i).assertEndsWholeOrWithoutMemory(clients.get(i).answer());
            }
        } finally {
            clients.forEach(RawClient::close);
        }
        assertThat(relay.alive()).isTrue();
        for (Generation generation : Generation.values()) {
            assertThat(ask(relay, generation, "hello").status()).isEqualTo(200);
        }
        while (relay.takenBytes() > 0) {
            assertThat(get(relay, "/healthz").status()).isEqualTo(200);
        }
        assertThat(relay.figures().heapBytes()).as("after, %s before", before).isLessThan(before + (8 << 20));
        assertThat(relay.ask("look")).as("can serve").isEqualTo("true");
    }

    private static Generation generation(int client) {
        return Generation.values()[client % Generation.values().length];
    }

    private static RawAnswer ask(ConfinedRelay relay, Generation generation, String prompt) {
        try (RawClient client = RawClient.of(relay.port())) {
            return client.write(RawClient.post(generation.path(), generation.body(prompt)))
                    .answer();
        }
    }

    private static RawAnswer get(ConfinedRelay relay, String path) {
        try (RawClient client = RawClient.of(relay.port())) {
            return client.write(RawClient.head("GET " + path + " HTTP/1.1")).answer();
        }
    }

    @Test
    void bodiesOfManyTinyValuesDoNotFillTheHeap() throws Exception {
        try (ConfinedRelay relay = ConfinedRelay.start(dataDir, upstream, List.of("-Xmx96m"), SETTINGS)) {
            String body = "{\"model\":\"gpt-5.5\",\"input\":[" + "{},".repeat(2_000_000) + "{}]}";
            for (int i = 0; i < 4; i++) {
                try (RawClient client = RawClient.of(relay.port())) {
                    RawAnswer answer = client.write(RawClient.post(RunningRelay.RESPONSES, body))
                            .answer();
                    assertThat(answer.status()).isEqualTo(413);
                }
            }
            assertThat(ask(relay, Generation.RESPONSE, "hello").status()).isEqualTo(200);
        }
    }

    @Test
    void relayWithoutMemoryEndsWithItsExitCode() throws Exception {
        try (ConfinedRelay relay = ConfinedRelay.start(dataDir, upstream, List.of("-Xmx48m"), SETTINGS)) {
            assertThat(relay.ask("look")).isEqualTo("true");
            relay.send("fill");

            assertThat(relay.exitCode()).isEqualTo(ExitStatus.LOST.code());
        }
    }
}
