package dev.airelay.emulator.backend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.Emulator;
import dev.airelay.emulator.EmulatorOptions;
import dev.airelay.emulator.api.RecordedRequest;
import dev.airelay.emulator.api.RecordedRequest.Ending;
import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.IncomingRequest;
import dev.airelay.emulator.http.RawSocket;
import dev.airelay.emulator.http.SocketClient;
import dev.airelay.emulator.http.WireClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns over WebSocket, with the JDK's client and with bare frames. */
class SocketTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int MAX_BYTES = 16_777_216;

    private Emulator emulator;

    @BeforeEach
    void start() {
        emulator = Emulator.start(EmulatorOptions.defaults());
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void eventsAreThoseOfHttpWithoutFraming() {
        List<JsonNode> overHttp =
                new WireClient(emulator).turn(WireClient.body("hi")).events();
        try (SocketClient socket = SocketClient.open(emulator)) {
            List<JsonNode> events = socket.turn(SocketClient.create("hi"));

            assertThat(WireClient.types(events)).isEqualTo(WireClient.types(overHttp));
            assertThat(WireClient.joined(events, "response.output_text.delta"))
                    .isEqualTo("[emulator] You said: \"hi\"");
            assertThat(socket.turn(SocketClient.create("again"))).isNotEmpty();
        }
    }

    @Test
    void warmUpIsContinuedAndThenTheTurn() {
        try (SocketClient socket = SocketClient.open(emulator)) {
            ObjectNode warmUp = SocketClient.create("").put("generate", false);
            warmUp.putArray("input");
            List<JsonNode> prepared = socket.turn(warmUp);
            assertThat(WireClient.items(prepared)).isEmpty();
            assertThat(response(prepared).path("usage").path("output_tokens").intValue(-1))
                    .isZero();

            ObjectNode asking = SocketClient.continuing(id(prepared), WireClient.userMessage("call get_weather"));
            asking.set("tools", tools());
            List<JsonNode> asked = socket.turn(asking);
            JsonNode call = WireClient.items(asked).get(0);
            assertThat(call.path("name").stringValue()).isEqualTo("get_weather");
            assertThat(response(asked).path("previous_response_id").stringValue())
                    .isEqualTo(id(prepared));

            ObjectNode output = Json.object()
                    .put("type", "function_call_output")
                    .put("call_id", call.path("call_id").stringValue())
                    .put("output", "sunny");
            List<JsonNode> answered = socket.turn(SocketClient.continuing(id(asked), output));
            assertThat(WireClient.joined(answered, "response.output_text.delta"))
                    .contains("returned: \"sunny\"");
        }
    }

    @Test
    void responseIsKnownToItsSocketOnly() {
        try (SocketClient first = SocketClient.open(emulator);
                SocketClient second = SocketClient.open(emulator)) {
            String known = id(first.turn(SocketClient.create("hi")));

            JsonNode error = second.turn(SocketClient.continuing(known, WireClient.userMessage("more")))
                    .get(0);

            assertThat(error).isEqualTo(WireClient.json("""
                    {'type': 'error', 'status': 400, 'error': {
                        'message': 'Previous response with id \\u0027%s\\u0027 not found.',
                        'type': 'invalid_request_error',
                        'param': 'previous_response_id',
                        'code': 'previous_response_not_found'}}
                    """.formatted(known)));
            assertThat(id(first.turn(SocketClient.continuing(known, WireClient.userMessage("more")))))
                    .isNotEqualTo(known);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"server_error", "server_error at=http"})
    void continuationThatFailsEvictsTheResponse(String script) {
        try (SocketClient socket = SocketClient.open(emulator)) {
            String known = id(socket.turn(SocketClient.create("hi")));
            emulator.script(script);

            List<JsonNode> failed = socket.turn(SocketClient.continuing(known, WireClient.userMessage("more")));
            JsonNode next = socket.turn(SocketClient.continuing(known, WireClient.userMessage("more")))
                    .get(0);

            assertThat(last(failed)).isNotEqualTo("response.completed");
            assertThat(next.path("error").path("code").stringValue("")).isEqualTo("previous_response_not_found");
        }
    }

    @Test
    void unsealedReasoningCanBeContinued() {
        try (SocketClient socket = SocketClient.open(emulator)) {
            emulator.script("reasoning");
            List<JsonNode> thought = socket.turn(SocketClient.create("think"));

            List<JsonNode> more =
                    socket.turn(SocketClient.continuing(id(thought), WireClient.userMessage("and then?")));

            assertThat(last(more)).isEqualTo("response.completed");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{'stream_id': 'a'} | 400 | Unsupported parameter: stream_id",
                "{'temperature': 1} | 400 | Unsupported parameter: temperature",
                "{'store': true} | 400 | Store must be set to false",
                "{'stream': false} | 400 | Stream must be set to true",
                "{'model': 'gpt-none'} | 400 | The 'gpt-none' model is not supported when using Codex with a ChatGPT account.",
                "{'type': 'response.steer'} | 400 | Invalid value: 'response.steer'. Supported values are: 'response.create'.",
                "{'type': null} | 400 | Invalid value: ''. Supported values are: 'response.create'.",
                "{'include': ['x']} | 400 | Invalid value: 'x'.",
                "{'previous_response_id': 1} | 400 | Invalid type for 'previous_response_id': expected a string.",
            })
    void refusalIsAMessageAndTheSocketStaysOpen(String change, int status, String message) {
        try (SocketClient socket = SocketClient.open(emulator)) {
            ObjectNode create = SocketClient.create("hi");
            create.setAll(WireClient.json(change));

            List<JsonNode> refused = socket.turn(create);

            assertThat(refused).hasSize(1);
            assertThat(refused.get(0).path("type").stringValue()).isEqualTo("error");
            assertThat(refused.get(0).path("status").intValue()).isEqualTo(status);
            assertThat(refused.get(0).path("error").path("message").stringValue())
                    .startsWith(message);
            assertThat(refused.get(0).path("error").path("type").stringValue()).isEqualTo("invalid_request_error");
            assertThat(last(socket.turn(SocketClient.create("hi")))).isEqualTo("response.completed");
        }
    }

    @Test
    void absentStoreMeansStored() {
        try (SocketClient socket = SocketClient.open(emulator)) {
            ObjectNode create = SocketClient.create("hi");
            create.remove(List.of("store", "stream"));

            assertThat(response(socket.turn(create)).path("store").booleanValue(false))
                    .isTrue();
            assertThat(response(socket.turn(SocketClient.create("hi")))
                            .path("store")
                            .booleanValue(true))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"previous_response_id", "generate", "type"})
    void parametersOfSocketsAreRefusedOverHttp(String name) {
        WireClient.Answer answer =
                new WireClient(emulator).turn(WireClient.body("hi").put(name, "resp_1"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json()).isEqualTo(Json.object().put("detail", "Unsupported parameter: " + name));
    }

    @Test
    void usedUpPlanIsAMessageWithStatusAndHeaders() {
        try (SocketClient socket = SocketClient.open(emulator, SocketClient.script("usage_limit_reached at=http"))) {
            JsonNode refused = socket.turn(SocketClient.create("hi")).get(0);

            assertThat(refused.path("status").intValue()).isEqualTo(429);
            assertThat(refused.path("error").path("type").stringValue()).isEqualTo("usage_limit_reached");
            assertThat(refused.path("error").path("resets_in_seconds").intValue())
                    .isPositive();
            assertThat(refused.path("headers")
                            .path("x-codex-secondary-used-percent")
                            .stringValue())
                    .isEqualTo("100.0");
        }
    }

    @Test
    void pageIsAnErrorWithItsStatus() {
        try (SocketClient socket = SocketClient.open(emulator, SocketClient.script("cloudflare"))) {
            JsonNode refused = socket.turn(SocketClient.create("hi")).get(0);

            assertThat(refused.path("status").intValue()).isEqualTo(403);
            assertThat(refused.path("error").path("message").stringValue()).isEqualTo("Forbidden");
            assertThat(refused.path("headers").path("cf-mitigated").stringValue())
                    .isEqualTo("challenge");
        }
    }

    @Test
    void liteIsAnnouncedInTheMetadata() {
        try (SocketClient socket = SocketClient.open(emulator)) {
            ObjectNode create = SocketClient.create("hi");
            create.remove("instructions");
            assertThat(last(socket.turn(create))).isEqualTo("error");

            create.put("parallel_tool_calls", false)
                    .putObject("client_metadata")
                    .put("ws_request_header_x_openai_internal_codex_responses_lite", "true");
            assertThat(last(socket.turn(create))).isEqualTo("response.completed");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "upgrade-refused, 426",
        "upgrade-refused status=404, 404",
        "not-found on=upgrade, 404",
        "status code=503 on=upgrade, 503",
        "unauthorized on=upgrade, 401",
        "server_is_overloaded on=upgrade, 503",
    })
    void upgradeIsRefusedOnceByScript(String script, int status) {
        emulator.script(script);

        assertThat(SocketClient.refusal(emulator)).isEqualTo(status);
        try (SocketClient socket = SocketClient.open(emulator)) {
            assertThat(last(socket.turn(SocketClient.create("hi")))).isEqualTo("response.completed");
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"authorization: Bearer a b", "authorization:", "chatgpt-account-id: acct-other"})
    void upgradeNeedsCredentials(String line) throws IOException {
        try (RawSocket socket = new RawSocket(emulator, line)) {
            assertThat(socket.head()).startsWith("HTTP/1.1 401");
        }
    }

    @Test
    void scriptOfTheOptionsRefusesEveryUpgradeButNoTurn() {
        try (Emulator declining = Emulator.start(EmulatorOptions.defaults().withScript("upgrade-refused"))) {
            assertThat(SocketClient.refusal(declining)).isEqualTo(426);
            assertThat(SocketClient.refusal(declining)).isEqualTo(426);
            assertThat(new WireClient(declining).turn(WireClient.body("hi")).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void silenceAfterTheUpgradeAnswersNothing() throws IOException {
        emulator.script("silence on=upgrade");
        try (RawSocket socket = new RawSocket(emulator)) {
            socket.send(RawSocket.TEXT, Json.bytes(SocketClient.create("hi")));
            socket.send(RawSocket.PING, "alive?".getBytes(UTF_8));

            assertThat(socket.head()).startsWith("HTTP/1.1 101");
            assertThat(emulator.awaitRequest(LIMIT).ending()).isEqualTo(Ending.OPEN);
            socket.send(RawSocket.CLOSE, new byte[0]);
            assertThat(socket.read().opcode()).as("nothing precedes the close").isEqualTo(RawSocket.CLOSE);
        }
        assertThat(emulator.requests()).hasSize(1);
    }

    @Test
    void silenceAfterACreateAnswersNotEvenPings() throws IOException {
        emulator.script("silence after=0");
        try (RawSocket socket = new RawSocket(emulator)) {
            emulator.awaitRequest(LIMIT);
            socket.send(RawSocket.TEXT, Json.bytes(SocketClient.create("hi")));
            RecordedRequest turn = emulator.awaitRequest(LIMIT);
            assertThat(turn.method()).isEqualTo(IncomingRequest.MESSAGE);
            socket.send(RawSocket.PING, "alive?".getBytes(UTF_8));
            socket.send(RawSocket.CLOSE, new byte[0]);

            assertThat(socket.read().opcode()).isEqualTo(RawSocket.CLOSE);
            assertThat(turn.awaitEnding(LIMIT)).isEqualTo(Ending.CLIENT_GONE);
        }
        assertThat(emulator.openStreams()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"cut after=2, 2", "cut kind=rst after=2, 2", "cut at=event after=1, 1", "cut at=headers, 0"})
    void deathInMidTurnHasNoCloseFrame(String script, int deltas) throws IOException {
        emulator.script(script);
        try (RawSocket socket = new RawSocket(emulator)) {
            socket.send(RawSocket.TEXT, Json.bytes(SocketClient.create("a b c d")));
            List<RawSocket.Frame> frames = socket.readToTheEnd();

            assertThat(frames).extracting(RawSocket.Frame::opcode).doesNotContain(RawSocket.CLOSE);
            assertThat(frames.stream()
                            .filter(frame -> frame.last() && frame.text().contains("response.output_text.delta"))
                            .count())
                    .isEqualTo(deltas);
            assertThat(frames.stream().filter(frame -> !frame.last()).count())
                    .as("half an event")
                    .isEqualTo(script.contains("event") ? 1 : 0);
        }
        for (RecordedRequest request : emulator.requests()) {
            assertThat(request.awaitEnding(LIMIT)).isEqualTo(Ending.CUT);
        }
    }

    @Test
    void streamWithoutATerminalEventClosesTheSocket() {
        try (SocketClient socket = SocketClient.open(emulator, SocketClient.script("no-terminal"))) {
            socket.send(SocketClient.create("hi"));

            assertThat(socket.end()).isEqualTo("closed 1000");
            assertThat(WireClient.types(socket.unread())).isNotEmpty().doesNotContain("response.completed");
        }
        assertThat(emulator.awaitRequest(LIMIT).awaitEnding(LIMIT)).isEqualTo(Ending.CUT);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {"split", "drip bytes=40 millis=1", "pace millis=1", "slow-start millis=1", "multiline-data"})
    void contentIsTheSameHoweverItTravels(String script) {
        try (SocketClient socket = SocketClient.open(emulator, SocketClient.script(script))) {
            assertThat(WireClient.joined(socket.turn(SocketClient.create("hi é")), "response.output_text.delta"))
                    .isEqualTo("[emulator] You said: \"hi é\"");
        }
    }

    @Test
    void scriptsOfThePromptCountForTheTurnAlone() {
        try (SocketClient socket = SocketClient.open(emulator)) {
            ObjectNode warmUp =
                    SocketClient.create("[[emulate: text value=scripted]]").put("generate", false);
            List<JsonNode> prepared = socket.turn(warmUp);
            assertThat(WireClient.items(prepared)).isEmpty();

            ObjectNode asking =
                    SocketClient.continuing(id(prepared), WireClient.userMessage("[[emulate: invalid_prompt]]"));
            assertThat(last(socket.turn(asking))).isEqualTo("response.failed");
        }
    }

    @Test
    void warmUpHasScriptsOfItsOwn() {
        emulator.script("server_error at=http on=prewarm");
        try (SocketClient socket = SocketClient.open(emulator)) {
            assertThat(last(socket.turn(SocketClient.create("hi")))).isEqualTo("response.completed");
            assertThat(last(socket.turn(SocketClient.create("").put("generate", false))))
                    .isEqualTo("error");
            assertThat(last(socket.turn(SocketClient.create("").put("generate", false))))
                    .isEqualTo("response.completed");
        }
    }

    @Test
    void turnsWaitForEachOther() {
        try (SocketClient socket = SocketClient.open(emulator, SocketClient.script("pace millis=1"))) {
            socket.send(SocketClient.create("first"));
            socket.send(SocketClient.create("second"));

            assertThat(WireClient.joined(socket.events(), "response.output_text.delta"))
                    .contains("first");
            assertThat(WireClient.joined(socket.events(), "response.output_text.delta"))
                    .contains("second");
        }
    }

    @Test
    void pingIsAnsweredWithItsPayload() {
        try (SocketClient socket = SocketClient.open(emulator)) {
            assertThat(socket.ping("alive?")).isEqualTo("alive?");
        }
    }

    @Test
    void closeIsAnsweredAndRecorded() {
        try (SocketClient socket = SocketClient.open(emulator)) {
            socket.closeInOrder();

            assertThat(socket.end()).isEqualTo("closed 1000");
            assertThat(emulator.awaitRequest(LIMIT).awaitEnding(LIMIT)).isEqualTo(Ending.COMPLETE);
        }
    }

    @Test
    void binaryMessageClosesTheSocket() throws IOException {
        try (RawSocket socket = new RawSocket(emulator)) {
            socket.send(RawSocket.BINARY, new byte[] {1});

            assertThat(socket.read().status()).isEqualTo(1003);
        }
    }

    @Test
    void largestFrameIsAnswered() throws IOException {
        try (RawSocket socket = new RawSocket(emulator)) {
            socket.send(RawSocket.TEXT, message(MAX_BYTES));

            assertThat(socket.read().text()).startsWith("{\"type\":\"codex.rate_limits\"");
        }
    }

    @Test
    void largerFrameIsClosedWithoutAnAnswer() throws IOException {
        try (RawSocket socket = new RawSocket(emulator)) {
            socket.send(RawSocket.TEXT, message(MAX_BYTES + 1));

            RawSocket.Frame close = socket.read();
            assertThat(close.opcode()).isEqualTo(RawSocket.CLOSE);
            assertThat(close.status()).isEqualTo(1009);
            assertThat(socket.readToTheEnd()).isEmpty();
        }
    }

    @Test
    void largerMessageOfSmallFramesIsClosedToo() throws IOException {
        byte[] message = message(MAX_BYTES + 1);
        try (RawSocket socket = new RawSocket(emulator)) {
            int half = message.length / 2;
            socket.send(RawSocket.TEXT, false, Arrays.copyOf(message, half));
            socket.send(RawSocket.CONTINUATION, true, Arrays.copyOfRange(message, half, message.length));

            assertThat(socket.read().status()).isEqualTo(1009);
        }
    }

    @Test
    void messageMayTravelInSeveralFrames() throws IOException {
        byte[] message = Json.bytes(SocketClient.create("hi"));
        try (RawSocket socket = new RawSocket(emulator)) {
            socket.send(RawSocket.TEXT, false, Arrays.copyOf(message, 10));
            socket.send(RawSocket.PING, "between".getBytes(UTF_8));
            socket.send(RawSocket.CONTINUATION, true, Arrays.copyOfRange(message, 10, message.length));

            assertThat(socket.read().opcode()).isEqualTo(RawSocket.PONG);
            assertThat(socket.read().text()).startsWith("{\"type\":\"codex.rate_limits\"");
        }
    }

    @Test
    void compressionIsAcceptedAndUsed() throws IOException {
        try (RawSocket socket =
                new RawSocket(emulator, "sec-websocket-extensions: permessage-deflate; client_max_window_bits")) {
            assertThat(socket.head().toLowerCase(Locale.ROOT)).contains("permessage-deflate");
            socket.sendDeflated(Json.bytes(SocketClient.create("hi")));

            List<String> events = new ArrayList<>();
            while (events.isEmpty() || !events.get(events.size() - 1).contains("\"type\":\"response.completed\"")) {
                RawSocket.Frame frame = socket.read();
                assertThat(frame.compressed()).isTrue();
                events.add(frame.text());
            }
            assertThat(events.get(0)).contains("codex.rate_limits");
        }
    }

    @Test
    void messageThatInflatesTooFarIsClosed() throws IOException {
        try (RawSocket socket = new RawSocket(emulator, "sec-websocket-extensions: permessage-deflate")) {
            socket.sendDeflated(message(MAX_BYTES + 1));

            assertThat(socket.read().status()).isEqualTo(1009);
        }
    }

    @Test
    void oldSocketTakesNoMoreTurns() {
        try (SocketClient socket = SocketClient.open(emulator)) {
            emulator.advanceClock(Duration.ofMinutes(60));

            JsonNode refused = socket.turn(SocketClient.create("hi")).get(0);

            assertThat(refused.path("error").path("code").stringValue())
                    .isEqualTo("websocket_connection_limit_reached");
        }
    }

    @Test
    void upgradeAndTurnsAreRecorded() {
        try (SocketClient socket = SocketClient.open(emulator, "session-id", "s1")) {
            socket.turn(SocketClient.create("hi"));

            RecordedRequest upgrade = emulator.awaitRequest(LIMIT);
            RecordedRequest turn = emulator.awaitRequest(LIMIT);
            assertThat(upgrade.method()).isEqualTo("GET");
            assertThat(upgrade.ending()).isEqualTo(Ending.OPEN);
            assertThat(turn.method()).isEqualTo("WEBSOCKET");
            assertThat(turn.path()).isEqualTo("/backend-api/codex/responses");
            assertThat(turn.header("session-id")).hasValue("s1");
            assertThat(turn.body()).contains(SocketClient.create("hi"));
            assertThat(turn.awaitEnding(LIMIT)).isEqualTo(Ending.COMPLETE);
        }
    }

    @Test
    void confirmationOfAResponseIsNotAnswered() {
        try (SocketClient socket = SocketClient.open(emulator)) {
            socket.send(Json.object().put("type", "response.processed").put("response_id", "resp_1"));

            assertThat(WireClient.types(socket.turn(SocketClient.create("hi")))).startsWith("codex.rate_limits");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"sec-websocket-version: 8, 426", "sec-websocket-key:, 400"})
    void malformedUpgradeIsRefused(String line, int status) throws IOException {
        try (RawSocket socket = new RawSocket(emulator, line)) {
            assertThat(socket.head()).startsWith("HTTP/1.1 " + status);
        }
    }

    /** A create of exactly that many bytes. */
    private static byte[] message(int bytes) {
        ObjectNode create = SocketClient.create("hi");
        create.putObject("client_metadata").put("filler", "");
        String filler = "a".repeat(bytes - Json.bytes(create).length);
        create.putObject("client_metadata").put("filler", filler);
        return Json.bytes(create);
    }

    private static JsonNode tools() {
        return WireClient.json("""
                {'tools': [{'type': 'function', 'name': 'get_weather', 'strict': false,
                    'parameters': {'type': 'object', 'properties': {}}}]}
                """).path("tools");
    }

    private static JsonNode response(List<JsonNode> events) {
        return events.get(events.size() - 1).path("response");
    }

    private static String id(List<JsonNode> events) {
        return response(events).path("id").stringValue();
    }

    private static String last(List<JsonNode> events) {
        return events.get(events.size() - 1).path("type").stringValue();
    }
}
