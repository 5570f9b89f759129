package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airelay.emulator.api.RecordedRequest;
import java.net.http.WebSocketHandshakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Responses over WebSocket through the whole relay. */
@Relay
class RelaySocketTest {
    private static final String HELLO = """
            {"type": "response.create", "model": "gpt-5.5", "input": "hello"}""";
    private static final String ANSWER = "[emulator] You said: \"hello\"";

    private final RunningRelay relay;

    RelaySocketTest(RunningRelay relay) {
        this.relay = relay;
    }

    private static String create(String members) {
        return "{\"type\": \"response.create\", \"model\": \"gpt-5.5\", " + members + "}";
    }

    private static List<String> types(List<JsonNode> messages) {
        return messages.stream().map(SocketClient::type).toList();
    }

    private static String text(List<JsonNode> messages) {
        StringBuilder text = new StringBuilder();
        messages.stream()
                .filter(message -> SocketClient.type(message).equals("response.output_text.delta"))
                .forEach(message -> text.append(message.path("delta").stringValue()));
        return text.toString();
    }

    private static String responseId(JsonNode end) {
        assertThat(SocketClient.type(end)).isEqualTo("response.completed");
        return end.at("/response/id").stringValue();
    }

    @Test
    void socketGivesTheEventsOfAStream() {
        WireAnswer stream = relay.responses("{\"model\": \"gpt-5.5\", \"input\": \"hello\", \"stream\": true}");
        try (SocketClient socket = SocketClient.open(relay)) {
            List<JsonNode> turn = socket.send(HELLO).turn();

            assertThat(types(turn)).isEqualTo(stream.types());
            assertThat(text(turn)).isEqualTo(ANSWER);
            assertThat(turn).noneMatch(message -> message.has("stream_id"));
            assertThat(types(socket.send(HELLO).turn())).isEqualTo(stream.types());
        }
    }

    @Test
    void turnThatIsNotStoredIsContinuedWithOnlyTheNewInput() {
        try (SocketClient socket = SocketClient.open(relay)) {
            String first = responseId(
                    socket.send(create("\"store\": false, \"input\": \"red\"")).end());
            String second = responseId(socket.send(create(
                            "\"store\": false, \"input\": \"green\"," + " \"previous_response_id\": \"" + first + "\""))
                    .end());
            relay.emulator().clearRequests();
            socket.send(continuing(second, "blue")).end();

            assertThat(upstreamInput()).containsSubsequence("red", "You said", "green", "You said", "blue");
        }
    }

    private static String continuing(String previous, String input) {
        return create("\"store\": false, \"input\": \"" + input + "\", \"previous_response_id\": \"" + previous + "\"");
    }

    private String upstreamInput() {
        return relay.upstreamRequest().body().orElseThrow().path("input").toString();
    }

    @Test
    void turnThatIsNotStoredEndsWithItsSocket() {
        String first;
        try (SocketClient socket = SocketClient.open(relay)) {
            first = responseId(
                    socket.send(create("\"store\": false, \"input\": \"red\"")).end());
        }
        try (SocketClient socket = SocketClient.open(relay)) {
            JsonNode refusal = socket.send(continuing(first, "green")).next();

            assertThat(refusal.path("type").stringValue()).isEqualTo("error");
            assertThat(refusal.path("status").intValue()).isEqualTo(400);
            assertThat(refusal.at("/error/code").stringValue()).isEqualTo("previous_response_not_found");
            assertThat(refusal.at("/error/param").stringValue()).isEqualTo("previous_response_id");
            assertThat(refusal.at("/headers/x-request-id").stringValue()).startsWith("req_");
            assertThat(text(socket.send(HELLO).turn())).isEqualTo(ANSWER);
        }
    }

    @Test
    void storedTurnIsContinuedOnAnySocketAndOverHttp() {
        String first;
        try (SocketClient socket = SocketClient.open(relay)) {
            first = responseId(socket.send(create("\"input\": \"red\"")).end());
        }
        String second;
        try (SocketClient socket = SocketClient.open(relay)) {
            second = responseId(socket.send(continuing(first, "green")).end());
            relay.emulator().clearRequests();
            responseId(socket.send(continuing(second, "blue")).end());
            assertThat(upstreamInput()).containsSubsequence("red", "You said", "green", "You said", "blue");
        }
        assertThat(relay.responses("{\"model\": \"gpt-5.5\", \"input\": \"x\", \"previous_response_id\": \"" + first
                                + "\"}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void failedContinuationCannotBeTriedAgain() {
        try (SocketClient socket = SocketClient.open(relay)) {
            String first = responseId(
                    socket.send(create("\"store\": false, \"input\": \"red\"")).end());
            relay.script("status code=400");
            assertThat(socket.send(continuing(first, "green"))
                            .end()
                            .path("status")
                            .intValue())
                    .isEqualTo(400);

            JsonNode refusal = socket.send(continuing(first, "green")).next();

            assertThat(refusal.at("/error/code").stringValue()).isEqualTo("previous_response_not_found");
        }
    }

    @Test
    void preparedTurnAsksNothingOfTheUpstreamAndIsContinued() {
        try (SocketClient socket = SocketClient.open(relay)) {
            relay.emulator().clearRequests();
            List<JsonNode> prepared = socket.send(create("\"store\": false, \"generate\": false, \"input\": \"red\""))
                    .turn();

            assertThat(types(prepared))
                    .containsExactly("response.created", "response.in_progress", "response.completed");
            JsonNode end = prepared.get(2);
            assertThat(end.at("/response/output").size()).isZero();
            assertThat(relay.emulator().requests("/responses")).isEmpty();
            socket.send(continuing(responseId(end), "green")).end();
            assertThat(upstreamInput()).containsSubsequence("red", "green");
        }
    }

    /** The first request of Codex for some models. */
    @Test
    void turnIsPreparedWithoutAnyInput() {
        try (SocketClient socket = SocketClient.open(relay)) {
            String prepared = responseId(socket.send(create("\"store\": false, \"generate\": false, \"input\": []"))
                    .end());
            relay.emulator().clearRequests();
            socket.send(continuing(prepared, "green")).end();

            assertThat(upstreamInput()).contains("green");
            JsonNode refusal = socket.send(create("\"input\": []")).next();
            assertThat(refusal.at("/error/param").stringValue("")).isEqualTo("input");
        }
    }

    @Test
    void turnOfAConversationIsContinuedWithAllOfIt() {
        String conversation =
                relay.post("/v1/conversations", "{}").json().path("id").stringValue();
        relay.responses("{\"model\": \"gpt-5.5\", \"input\": \"red\", \"conversation\": \"" + conversation + "\"}");
        try (SocketClient socket = SocketClient.open(relay)) {
            String second = responseId(socket.send(create(
                            "\"store\": false, \"input\": \"green\", \"conversation\": \"" + conversation + "\""))
                    .end());
            relay.emulator().clearRequests();
            socket.send(continuing(second, "blue")).end();

            assertThat(upstreamInput()).containsSubsequence("red", "green", "blue");
        }
    }

    @Test
    void eventsRepeatTheirLane() {
        try (SocketClient socket = SocketClient.open(relay)) {
            List<JsonNode> turn = socket.send(create("\"stream_id\": \"a \\\"b\\\"\", \"input\": \"hello\""))
                    .turn();
            JsonNode refusal =
                    socket.send(create("\"stream_id\": \"c\", \"input\": 7")).next();

            assertThat(turn)
                    .allMatch(
                            message -> message.path("stream_id").stringValue("").equals("a \"b\""));
            assertThat(text(turn)).isEqualTo(ANSWER);
            assertThat(refusal.path("stream_id").stringValue()).isEqualTo("c");
            assertThat(relay.emulator().requests("/responses").get(0).field("stream_id"))
                    .isEmpty();
        }
    }

    @Test
    void turnsOfALaneWaitForEachOtherAndThoseOfOtherLanesDoNot() {
        try (SocketClient socket = SocketClient.open(relay)) {
            socket.send(create("\"stream_id\": \"slow\", \"input\": \"first [[emulate: silence]]\""));
            relay.upstreamRequest();
            socket.send(create("\"stream_id\": \"slow\", \"input\": \"second\""));
            List<JsonNode> other = new ArrayList<>();
            socket.send(create("\"stream_id\": \"quick\", \"input\": \"hello\""));
            do {
                JsonNode message = socket.next();
                if (message.path("stream_id").stringValue("").equals("quick")) {
                    other.add(message);
                }
            } while (other.isEmpty()
                    || !SocketClient.type(other.get(other.size() - 1)).equals("response.completed"));

            assertThat(text(other)).isEqualTo(ANSWER);
            assertThat(relay.upstreamRequest().body().orElseThrow().toString()).contains("hello");
            assertThat(relay.emulator().requests("/responses")).hasSize(2);
        }
    }

    @Test
    void manyTurnsOfOneLaneComeInTheirOrder() {
        try (SocketClient socket = SocketClient.open(relay)) {
            for (int i = 0; i < 20; i++) {
                socket.send(create("\"store\": false, \"input\": \"number " + i + "\""));
            }
            for (int i = 0; i < 20; i++) {
                assertThat(text(socket.turn())).contains("number " + i + "\"");
            }
        }
    }

    @Test
    void turnsBeyondTheQueueAreRefusedAndTheOthersAnswered() {
        try (SocketClient socket = SocketClient.open(relay)) {
            socket.send(create("\"input\": \"first [[emulate: silence]]\""));
            relay.upstreamRequest();
            for (int i = 1; i < 65; i++) {
                socket.send(create("\"input\": \"more\""));
            }
            JsonNode refusal;
            do {
                refusal = socket.next();
            } while (!SocketClient.type(refusal).equals("error"));

            assertThat(refusal.path("status").intValue()).isEqualTo(429);
            assertThat(refusal.at("/error/code").stringValue()).isEqualTo("websocket_queue_full");
        }
    }

    @Test
    void steeringIsRefusedWithWhatTheClientSent() {
        try (SocketClient socket = SocketClient.open(relay)) {
            JsonNode refusal = socket.send("""
                            {"type": "response.steer", "previous_response_id": "resp_1", "input": [{"role": "user", "content": "stop"}]}""").next();

            assertThat(refusal.path("type").stringValue()).isEqualTo("response.steer.failed");
            assertThat(refusal.at("/error/code").stringValue()).isEqualTo("steering_not_supported");
            assertThat(refusal.at("/steer/previous_response_id").stringValue()).isEqualTo("resp_1");
            assertThat(refusal.at("/steer/input/0/content").stringValue()).isEqualTo("stop");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\": \"response.cancel\"} | type | Supported values are: 'response.create', 'response.steer'",
                "{\"model\": \"gpt-5.5\"} | type | 'type' is missing",
                "{\"type\": \"response.create\", \"stream_id\": 7} | stream_id | string of 1 to 64 characters",
                "{\"type\": \"response.create\", \"generate\": 1} | generate | true or false",
                "{\"type\": \"response.create\", \"model\": \"gpt-5.5\", \"input\": 7} | input | ''",
                "{\"type\": \"response.create\", \"model\": \"gpt-5.5\", \"input\": \"x\", \"background\": true} | background | over WebSocket",
                "{\"type\": | '' | JSON"
            })
    void wrongMessageIsAnsweredAndTheSocketStaysOpen(String message, String param, String words) {
        try (SocketClient socket = SocketClient.open(relay)) {
            JsonNode refusal = socket.send(message).next();

            assertThat(refusal.path("type").stringValue()).isEqualTo("error");
            assertThat(refusal.path("status").intValue()).isEqualTo(400);
            assertThat(refusal.at("/error/param").stringValue("")).isEqualTo(param);
            assertThat(refusal.at("/error/message").stringValue()).contains(words);
            assertThat(text(socket.send(HELLO).turn())).isEqualTo(ANSWER);
        }
    }

    @Test
    void upstreamThatDiesInMidTurnEndsTheTurnAndNotTheSocket() {
        try (SocketClient socket = SocketClient.open(relay)) {
            relay.script("cut after=3");
            JsonNode end = socket.send(HELLO).end();

            assertThat(SocketClient.type(end)).isEqualTo("response.failed");
            assertThat(text(socket.send(HELLO).turn())).isEqualTo(ANSWER);
        }
    }

    @Test
    void binaryMessageEndsTheSocket() {
        try (SocketClient socket = SocketClient.open(relay)) {
            assertThat(socket.sendBinary(new byte[] {1}).closed()).isEqualTo(1003);
        }
    }

    @Test
    void clientThatGoesEndsItsUpstreamCall() {
        SocketClient socket = SocketClient.open(relay);
        relay.script("silence");
        socket.send(HELLO);
        RecordedRequest request = relay.upstreamRequest();
        socket.abort();

        assertThat(request.awaitEnding(RunningRelay.LIMIT)).isEqualTo(RecordedRequest.Ending.CLIENT_GONE);
    }

    @Test
    void twinWithoutToolsRefusesThem() {
        try (SocketClient socket = SocketClient.open(relay, "/no-tools" + RunningRelay.RESPONSES)) {
            JsonNode refusal = socket.send(
                            create("\"input\": \"hello\", \"tools\": [{\"type\": \"function\", \"name\": \"f\"}]"))
                    .next();

            assertThat(refusal.path("status").intValue()).isEqualTo(400);
            assertThat(refusal.at("/error/param").stringValue()).startsWith("tools");
            assertThat(text(socket.send(HELLO).turn())).isEqualTo(ANSWER);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "authorization, Bearer wrong, '', '', 401",
        "authorization, Bearer " + RunningRelay.TOKEN + ", origin, https://evil.example, 403",
        "authorization, Bearer " + RunningRelay.TOKEN + ", origin, null, 403"
    })
    void upgradeIsGuardedLikeEveryRequest(String name, String value, String other, String otherValue, int status) {
        String[] headers = other.isEmpty() ? new String[] {name, value} : new String[] {name, value, other, otherValue};

        assertThatThrownBy(() -> SocketClient.with(relay, headers))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused ->
                                assertThat(refused.getResponse().statusCode()).isEqualTo(status));
    }

    @Test
    void getWithoutAnUpgradeIsNotServed() {
        assertThat(relay.get(RunningRelay.RESPONSES).status()).isEqualTo(405);
    }
}
