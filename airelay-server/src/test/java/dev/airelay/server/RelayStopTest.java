package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.testsupport.Eventually;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A relay that is asked to stop while clients are at work. */
@Timeout(60)
class RelayStopTest {

    private static final String HEALTH = RawClient.head("GET /healthz HTTP/1.1");
    private static final String READY = RawClient.head("GET /readyz HTTP/1.1");

    @TempDir
    Path dataDir;

    private RunningRelay relay;

    private void start(String patience) {
        relay = RunningRelay.start(dataDir, Map.of("server.shutdown_seconds", patience));
    }

    @AfterEach
    void close() {
        relay.close();
    }

    private CompletableFuture<Void> stop() {
        return CompletableFuture.runAsync(relay.server()::stop);
    }

    private static void assertEnds(CompletableFuture<Void> stop) throws Exception {
        stop.get(RunningRelay.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private RawClient asking(Generation generation) {
        return RawClient.of(relay).write(RawClient.post(generation.path(), generation.body("hello")));
    }

    @Test
    void stopsAtOnceWithoutRequests() throws Exception {
        start("3600");
        try (RawClient resting = RawClient.of(relay)) {
            assertThat(resting.write(HEALTH).answer().status()).isEqualTo(200);

            assertEnds(stop());

            assertThat(resting.isClosedByRelay()).isTrue();
        }
    }

    @Test
    void streamsMayFinishAndNothingNewIsTaken() throws Exception {
        start("3600");
        relay.script("text words=30, pace millis=20");
        try (RawClient resting = RawClient.of(relay);
                RawClient streaming = asking(Generation.RESPONSE_STREAM)) {
            assertThat(resting.write(HEALTH).answer().status()).isEqualTo(200);
            streaming.readUntil(" word3\"");

            CompletableFuture<Void> stop = stop();

            assertThat(resting.isClosedByRelay()).isTrue();
            assertThat(connectionIsRefused()).isTrue();
            assertThat(streaming.rest()).contains("response.completed").endsWith("data: [DONE]\n\n\r\n0\r\n\r\n");
            assertEnds(stop);
        }
    }

    private boolean connectionIsRefused() {
        try {
            RawClient.of(relay).close();
            return false;
        } catch (UncheckedIOException refused) {
            return refused.getCause() instanceof ConnectException;
        }
    }

    /** The errors of Ollama and Anthropic have no code. */
    private static String reason(Generation generation) {
        return generation.ofOllama() || generation.isAnthropic() ? "AIRelay is stopping." : "relay_stopping";
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotDoneInTimeEndsWithAnError(Generation generation) throws Exception {
        start("0.2");
        relay.script("text words=100, silence after=20");
        try (RawClient client = asking(generation)) {
            if (generation.stream()) {
                client.readUntil(" word3\"");
            } else {
                relay.upstreamRequest();
            }

            CompletableFuture<Void> stop = stop();

            if (generation.stream()) {
                assertThat(client.rest()).contains(reason(generation)).endsWith("0\r\n\r\n");
            } else {
                RawAnswer answer = client.answer();
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.header("connection")).hasValue("close");
                assertThat(answer.body()).contains(reason(generation));
            }
            assertEnds(stop);
            assertThat(LoggedTraffic.of(relay, dataDir)
                            .only("outbound_response")
                            .path("error_code")
                            .asString(""))
                    .isEqualTo("relay_stopping");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT_STREAM", "RESPONSE_STREAM"})
    void furtherCallEndsThePatienceAndCutsNoLastWords(Generation generation) throws Exception {
        start("3600");
        relay.script("text words=100, silence after=20");
        try (RawClient client = asking(generation)) {
            client.readUntil(" word3\"");
            CompletableFuture<Void> stop = stop();

            relay.server().cutShort();

            assertThat(client.rest()).contains("relay_stopping").endsWith("data: [DONE]\n\n\r\n0\r\n\r\n");
            assertEnds(stop);
        }
    }

    @Test
    void requestSentAheadIsNotServedAnyMore() throws Exception {
        start("3600");
        relay.script("text words=30, pace millis=20");
        try (RawClient client = asking(Generation.RESPONSE_STREAM)) {
            client.readUntil(" word3\"");
            client.write(RawClient.post(RunningRelay.RESPONSES, Generation.RESPONSE.body("and another")));
            CompletableFuture<Void> stop = stop();

            assertThat(client.rest()).contains("[DONE]");

            assertEnds(stop);
            assertThat(relay.emulator().requests("/responses")).hasSize(1);
        }
    }

    @Test
    void halfARequestIsAnsweredWhenTheTimeIsUp() throws Exception {
        start("0.2");
        try (RawClient client = RawClient.of(relay)
                .write(RawClient.head(
                                "POST /v1/responses HTTP/1.1", "content-type: application/json", "content-length: 100")
                        + "{")) {
            client.write(" ");
            // A stop closes a connection on which nothing has come yet.
            Eventually.await("memory in use", () -> relay.server().memory().taken() > 0);
            CompletableFuture<Void> stop = stop();

            RawAnswer answer = client.answer();

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.body()).contains("relay_stopping");
            assertEnds(stop);
        }
    }

    @Test
    void backgroundResponseIsStoredAsFailed() throws Exception {
        start("0.2");
        relay.script("text words=100, silence after=20");
        String id = relay.responses("{\"model\": \"gpt-5.5\", \"input\": \"hello\", \"background\": true}")
                .json()
                .path("id")
                .stringValue();
        relay.upstreamRequest();

        assertEnds(stop());
        relay.close();

        start("0");
        JsonNode kept = relay.get(RunningRelay.RESPONSES + "/" + id).json();
        assertThat(kept.path("status").stringValue()).isEqualTo("failed");
        assertThat(kept.at("/error/code").stringValue()).isEqualTo("relay_stopping");
    }

    @Test
    void readinessDiffersFromLiveness() {
        start("0");
        // A relay warms up first.
        Eventually.await("warm", () -> relay.get("/readyz").status() == 200);
        try (RawClient client = RawClient.of(relay)) {
            RawAnswer ready =
                    client.write(READY.replaceFirst("authorization.*\r\n", "")).answer();

            assertThat(ready.status()).isEqualTo(200);
            assertThat(JsonMapper.shared().readTree(ready.body()).path("ready").booleanValue())
                    .isTrue();
        }
    }
}
