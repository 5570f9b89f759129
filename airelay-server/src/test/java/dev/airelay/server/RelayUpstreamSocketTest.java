package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.api.RecordedRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Streams that come from the upstream over a WebSocket. */
class RelayUpstreamSocketTest {
    private static final String HELLO = Generation.RESPONSE_STREAM.body("hello");
    private static final String ANSWER = "[emulator] You said: \"hello\"";

    @TempDir
    Path dataDir;

    private RunningRelay start(String transport, String... more) {
        Map<String, String> settings = new HashMap<>(Map.of("upstream.transport", transport));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return RunningRelay.start(dataDir, settings);
    }

    private static List<RecordedRequest> turns(RunningRelay relay) {
        return relay.emulator().requests("/responses").stream()
                .filter(request -> !request.method().equals("GET"))
                .toList();
    }

    private static String create(String input, String previous) {
        return "{\"type\": \"response.create\", \"model\": \"gpt-5.5\", \"store\": false, \"input\": \"" + input + "\""
                + (previous.isEmpty() ? "" : ", \"previous_response_id\": \"" + previous + "\"") + "}";
    }

    private static String id(JsonNode end) {
        assertThat(SocketClient.type(end)).as(end::toString).isEqualTo("response.completed");
        return end.at("/response/id").stringValue();
    }

    private static JsonNode body(RecordedRequest turn) {
        return turn.body().orElseThrow();
    }

    @Test
    void conversationOverASocketSendsOnlyWhatIsNew() {
        try (RunningRelay relay = start("auto");
                SocketClient socket = SocketClient.open(relay)) {
            String first = id(socket.send(create("red", "")).end());
            String second = id(socket.send(create("green", first)).end());
            id(socket.send(create("blue", second)).end());

            List<RecordedRequest> turns = turns(relay);
            assertThat(turns).extracting(RecordedRequest::method).containsOnly("WEBSOCKET");
            assertThat(body(turns.get(0)).has("previous_response_id")).isFalse();
            for (RecordedRequest turn : turns.subList(1, 3)) {
                assertThat(body(turn).path("previous_response_id").stringValue())
                        .startsWith("resp_");
                assertThat(body(turn).path("input").size()).isEqualTo(1);
                assertThat(body(turn).path("store").booleanValue()).isFalse();
            }
            assertThat(body(turns.get(2)).path("input").toString())
                    .contains("blue")
                    .doesNotContain("red", "green");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "auto"})
    void whatNobodyContinuesGoesOverHttp(String transport) {
        try (RunningRelay relay = start(transport)) {
            assertThat(relay.responses(HELLO).deltas()).isEqualTo(ANSWER);
            assertThat(turns(relay)).extracting(RecordedRequest::method).containsExactly("POST");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CHAT", "CHAT_STREAM", "RESPONSE", "RESPONSE_STREAM", "COMPLETION_STREAM"})
    void everyDialectMayComeOverASocket(String name) {
        Generation generation = Generation.valueOf(name);
        try (RunningRelay relay = start("websocket")) {
            assertThat(generation.text(generation.ask(relay, "hello"))).isEqualTo(ANSWER);
            assertThat(turns(relay)).extracting(RecordedRequest::method).containsExactly("WEBSOCKET");
        }
    }

    @Test
    void conversationOverHttpIsContinuedOverASocket() {
        try (RunningRelay relay = start("auto")) {
            String previous = "";
            for (String word : List.of("red", "green", "blue", "white")) {
                String follows = previous.isEmpty() ? "" : ", \"previous_response_id\": \"" + previous + "\"";
                previous = relay.responses("{\"model\": \"gpt-5.5\", \"input\": \"" + word + "\"" + follows + "}")
                        .json()
                        .path("id")
                        .stringValue();
            }

            List<RecordedRequest> turns = turns(relay);
            assertThat(turns)
                    .extracting(RecordedRequest::method)
                    .containsExactly("POST", "WEBSOCKET", "WEBSOCKET", "WEBSOCKET");
            assertThat(body(turns.get(1)).path("input").toString()).contains("red", "green");
            assertThat(body(turns.get(3)).path("input").toString())
                    .contains("white")
                    .doesNotContain("blue");
        }
    }

    @Test
    void refusalOfTheMomentIsMadeUpForOverHttpAndForgotten() {
        try (RunningRelay relay = start("websocket")) {
            relay.script("upgrade-refused status=503");

            assertThat(relay.responses(HELLO).deltas()).isEqualTo(ANSWER);
            assertThat(relay.responses(HELLO).deltas()).isEqualTo(ANSWER);

            assertThat(turns(relay)).extracting(RecordedRequest::method).containsExactly("POST", "WEBSOCKET");
        }
    }

    /** A backend that accepts connections, and says nothing to a WebSocket. */
    @Test
    void handshakeThatIsNotAnsweredGoesOverHttpOnce() {
        try (RunningRelay relay = start("websocket", "upstream.connect_timeout_seconds", "0.3")) {
            relay.script("silence at=headers on=upgrade");

            assertThat(relay.responses(HELLO).deltas()).isEqualTo(ANSWER);

            assertThat(turns(relay)).extracting(RecordedRequest::method).containsExactly("POST");
        }
    }

    @Test
    void conversationOutlivesItsSocket() {
        try (RunningRelay relay = start("auto")) {
            String previous = "";
            for (String word : List.of("red", "green", "blue")) {
                String follows = previous.isEmpty() ? "" : ", \"previous_response_id\": \"" + previous + "\"";
                WireAnswer answer =
                        relay.responses("{\"model\": \"gpt-5.5\", \"input\": \"" + word + "\"" + follows + "}");
                assertThat(answer.status()).as(answer::text).isEqualTo(200);
                previous = answer.json().path("id").stringValue();
                if (word.equals("green")) {
                    // The emulator refuses what comes on a socket after 60 minutes.
                    relay.emulator().advanceClock(Duration.ofMinutes(61));
                }
            }

            List<RecordedRequest> turns = turns(relay);
            assertThat(body(turns.get(turns.size() - 1)).path("input").toString())
                    .contains("red", "green", "blue");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"upgrade-refused", "upgrade-refused status=404"})
    void refusedUpgradeIsMadeUpForOverHttpAndRemembered(String script) {
        try (RunningRelay relay = start("websocket")) {
            relay.script(script);

            assertThat(relay.responses(HELLO).deltas()).isEqualTo(ANSWER);
            assertThat(relay.responses(HELLO).deltas()).isEqualTo(ANSWER);

            assertThat(turns(relay).stream().map(RecordedRequest::method).filter(method -> method.equals("POST")))
                    .hasSize(2);
            assertThat(turns(relay)).extracting(RecordedRequest::method).doesNotContain("WEBSOCKET");
        }
    }

    @Test
    void requestThatIsTooLargeForASocketGoesOverHttp() {
        try (RunningRelay relay = start("websocket")) {
            String large = "x".repeat(17 << 20);

            assertThat(relay.responses(Generation.RESPONSE.body(large)).status())
                    .isEqualTo(200);

            assertThat(turns(relay))
                    .extracting(RecordedRequest::method)
                    .contains("POST")
                    .doesNotContain("WEBSOCKET");
        }
    }

    @Test
    void socketThatDiesAfterTheRequestWasSentIsNotReplayed() {
        try (RunningRelay relay =
                start("websocket", "upstream.retry_attempts", "2", "upstream.retry_delay_seconds", "0.001")) {
            relay.script("cut after=0");

            WireAnswer answer = relay.responses(HELLO);

            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.error("code")).isEqualTo("upstream_socket_closed");
            assertThat(turns(relay)).extracting(RecordedRequest::method).containsExactly("WEBSOCKET");
            assertThat(turns(relay)).hasSize(1);
        }
    }

    @Test
    void socketThatDiesInMidTurnEndsTheStream() {
        try (RunningRelay relay = start("websocket")) {
            relay.script("cut after=2");

            assertThat(Generation.RESPONSE_STREAM
                            .inBandError(relay.responses(HELLO))
                            .path("code")
                            .stringValue())
                    .isEqualTo("upstream_socket_closed");
            assertThat(relay.responses(HELLO).deltas()).isEqualTo(ANSWER);
        }
    }

    @Test
    void silentSocketIsATimeOut() {
        try (RunningRelay relay = start("websocket", "upstream.request_timeout_seconds", "0.3")) {
            relay.script("silence at=headers");

            assertThat(relay.responses(HELLO).status()).isEqualTo(504);
            assertThat(turns(relay)).extracting(RecordedRequest::method).containsExactly("WEBSOCKET");
        }
    }

    @Test
    void refusalKeepsItsStatusAndItsWait() {
        try (RunningRelay relay = start("websocket")) {
            relay.script("usage_limit_reached at=http");

            WireAnswer answer = relay.responses(HELLO);

            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.error("code")).isEqualTo("usage_limit_reached");
            assertThat(answer.header("retry-after")).isPresent();
            assertThat(turns(relay)).extracting(RecordedRequest::method).containsExactly("WEBSOCKET");
        }
    }

    @Test
    void turnThatTheUpstreamForgotIsSentWhole() {
        try (RunningRelay relay = start("auto");
                SocketClient socket = SocketClient.open(relay)) {
            String first = id(socket.send(create("red", "")).end());
            relay.script(
                    "status code=400 body={\"error\": {\"code\": \"previous_response_not_found\", \"message\": \"gone\"}}");

            id(socket.send(create("green", first)).end());

            List<RecordedRequest> turns = turns(relay);
            assertThat(turns).hasSize(3);
            assertThat(body(turns.get(1)).has("previous_response_id")).isTrue();
            assertThat(body(turns.get(2)).has("previous_response_id")).isFalse();
            assertThat(body(turns.get(2)).path("input").toString()).contains("red", "green");
        }
    }
}
