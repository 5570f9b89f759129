package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.testsupport.Eventually;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The limits of a WebSocket, how its requests are recorded, and how it ends with the relay. */
@Timeout(60)
class RelaySocketLimitsTest {
    private static final String HELLO = """
            {"type": "response.create", "model": "gpt-5.5", "input": "hello"}""";

    @TempDir
    Path dataDir;

    private static String create(String input) {
        return "{\"type\": \"response.create\", \"model\": \"gpt-5.5\", \"store\": false, \"input\": \"" + input
                + "\"}";
    }

    @Test
    void restingSocketTakesNoSlotAndAWorkingOneDoes() {
        try (RunningRelay relay = RunningRelay.start(
                        dataDir,
                        Map.of(
                                "security.concurrent_requests_per_ip", "1",
                                "security.queue_places", "0"));
                SocketClient socket = SocketClient.open(relay)) {
            socket.send(HELLO).end();
            assertThat(relay.responses(Generation.RESPONSE.body("hello")).status())
                    .isEqualTo(200);

            relay.script("silence");
            socket.send(HELLO).next();

            assertThat(relay.responses(Generation.RESPONSE.body("hello")).status())
                    .isEqualTo(429);
        }
    }

    @Test
    void eachTurnCountsAgainstTheRate() {
        try (RunningRelay relay = RunningRelay.start(
                        dataDir, Map.of("security.rate_limit_per_minute", "1", "security.rate_limit_burst", "3"));
                SocketClient socket = SocketClient.open(relay)) {
            // The upgrade was the first of three.
            assertThat(SocketClient.type(socket.send(HELLO).end())).isEqualTo("response.completed");
            assertThat(SocketClient.type(socket.send(HELLO).end())).isEqualTo("response.completed");
            JsonNode refusal = socket.send(HELLO).end();

            assertThat(refusal.path("status").intValue()).isEqualTo(429);
            assertThat(refusal.at("/headers/retry-after").asString("")).isNotEmpty();
        }
    }

    @Test
    void eachTurnIsRecordedAsARequest() {
        RunningRelay relay = RunningRelay.start(dataDir);
        try (SocketClient socket = SocketClient.open(relay)) {
            socket.send(HELLO).end();
            socket.send(HELLO.replace("\"hello\"", "7")).end();
        }
        LoggedTraffic log = LoggedTraffic.of(relay, dataDir);

        List<JsonNode> answers = log.phase("outbound_response");
        assertThat(answers)
                .extracting(answer -> answer.path("status_code").intValue())
                .containsExactly(101, 200, 400);
        assertThat(answers)
                .extracting(answer -> answer.path("route").stringValue(""))
                .containsOnly("/v1/responses");
        String id = answers.get(1).path("request_id").stringValue("");
        assertThat(log.phases(id))
                .containsSubsequence("inbound_request", "upstream_request", "upstream_response", "outbound_response");
        assertThat(log.raw()).doesNotContain(RunningRelay.TOKEN);
    }

    @Test
    void messageThatIsTooLargeEndsTheSocketWithAReason() {
        try (RunningRelay relay = RunningRelay.start(dataDir, Map.of("server.max_body_bytes", "100000"));
                SocketClient socket = SocketClient.open(relay)) {
            JsonNode refusal = socket.attempt(create("x".repeat(100_001))).next();

            assertThat(refusal.path("status").intValue()).isEqualTo(413);
            assertThat(refusal.at("/error/message").stringValue()).contains("server.max_body_bytes");
            assertThat(socket.closed()).isEqualTo(1009);
        }
    }

    @Test
    void memoryIsGivenBack() {
        try (RunningRelay relay = RunningRelay.start(dataDir)) {
            try (SocketClient socket = SocketClient.open(relay)) {
                socket.send(create("x".repeat(200_000))).end();
                assertThat(relay.server().memory().taken()).isGreaterThan(200_000);
            }
            Eventually.await("memory given back", () -> relay.server().memory().taken() == 0);
        }
    }

    @Test
    void restingSocketIsClosedWhenTheRelayStops() throws Exception {
        try (RunningRelay relay = RunningRelay.start(dataDir, Map.of("server.shutdown_seconds", "3600"));
                SocketClient socket = SocketClient.open(relay)) {
            socket.send(HELLO).end();

            CompletableFuture<Void> stop = CompletableFuture.runAsync(relay.server()::stop);

            assertThat(socket.closed()).isEqualTo(1001);
            stop.get(RunningRelay.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Test
    void turnMayFinishWhenTheRelayStopsAndTheNextIsRefused() throws Exception {
        try (RunningRelay relay = RunningRelay.start(dataDir, Map.of("server.shutdown_seconds", "3600"));
                SocketClient socket = SocketClient.open(relay)) {
            relay.script("text words=30, pace millis=20");
            socket.send(HELLO).next();
            CompletableFuture<Void> stop = CompletableFuture.runAsync(relay.server()::stop);
            Eventually.await("stopping", () -> !accepts(relay));
            socket.send(HELLO);

            assertThat(SocketClient.type(socket.end())).isEqualTo("response.completed");
            assertThat(socket.end().at("/error/code").stringValue()).isEqualTo("relay_stopping");
            assertThat(socket.closed()).isEqualTo(1001);
            stop.get(RunningRelay.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static boolean accepts(RunningRelay relay) {
        try {
            RawClient.of(relay).close();
            return true;
        } catch (UncheckedIOException refused) {
            return false;
        }
    }

    @Test
    void turnThatIsNotDoneInTimeEndsWithAnError() throws Exception {
        try (RunningRelay relay = RunningRelay.start(dataDir, Map.of("server.shutdown_seconds", "0.2"));
                SocketClient socket = SocketClient.open(relay)) {
            relay.script("text words=100, silence after=20");
            socket.send(HELLO).next();
            CompletableFuture<Void> stop = CompletableFuture.runAsync(relay.server()::stop);

            JsonNode end = socket.end();
            assertThat(SocketClient.type(end)).isEqualTo("response.failed");
            assertThat(end.at("/error/code").stringValue()).isEqualTo("relay_stopping");
            assertThat(socket.closed()).isEqualTo(1001);
            stop.get(RunningRelay.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
