package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The parts that failures of the upstream leave alone; their effects are in {@link FaultMatrixTest}. */
@Relay
class RelayFaultTest {
    private final RunningRelay relay;

    RelayFaultTest(RunningRelay relay) {
        this.relay = relay;
    }

    private WireAnswer ask(String script, Generation generation) {
        return generation.ask(relay.script(script), "hello");
    }

    @ParameterizedTest
    @CsvSource({"unauthorized on=models, 503", "cloudflare on=models, 502", "status on=models code=500, 502"})
    void catalogThatFailsIsReportedByItsStatus(String script, int status) {
        WireAnswer answer = relay.script(script).get("/v1/models");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.error("message")).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({
        "CHAT, reasoning.effort, reasoning_effort",
        "CHAT_STREAM, text.format.schema, response_format",
        "CHAT, input[2].content, messages",
        "CHAT, inputs, inputs",
        "COMPLETION, input, prompt",
        "RESPONSE, reasoning.effort, reasoning.effort"
    })
    void memberAtFaultHasTheClientsName(Generation generation, String upstreamName, String clientName) {
        WireAnswer answer = ask(
                "status code=400; body={\"error\": {\"message\": \"No.\", \"type\": \"invalid_request_error\", \"param\": \""
                        + upstreamName + "\"}}",
                generation);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error("param")).isEqualTo(clientName);
    }

    @ParameterizedTest
    @CsvSource({
        "CHAT_STREAM, text.format.schema, response_format, middle, error",
        "CHAT_STREAM, reasoning.effort, reasoning_effort, middle, failed",
        "CHAT_STREAM, 'input[0].content[0].text', 'messages[0].content', first, flat",
        "CHAT, reasoning.effort, reasoning_effort, middle, error",
        "COMPLETION_STREAM, 'input[0].content[0].text', prompt, middle, flat",
        "RESPONSE_STREAM, 'input[0].content[0].text', input, middle, error",
    })
    void memberAtFaultHasTheClientsNameInStreamsToo(
            Generation generation, String upstreamName, String clientName, String at, String form) {
        WireAnswer answer = ask(
                "invalid_prompt at=" + at + " form=" + form + " param=" + upstreamName + " message=\"Invalid '"
                        + upstreamName + "'.\"",
                generation);

        assertThat(answer.text())
                .contains("\"param\":\"" + clientName + "\"")
                .contains("Invalid '" + clientName + "'.")
                .doesNotContain(upstreamName);
    }

    @ParameterizedTest
    @CsvSource({
        "CHAT, http, both",
        "CHAT, middle, both",
        "RESPONSE, http, in",
        "RESPONSE, http, at",
        "COMPLETION, first, both",
    })
    void planThatIsUsedUpSaysWhenItResets(Generation generation, String at, String resets) {
        WireAnswer answer = ask("usage_limit_reached at=" + at + " resets=" + resets, generation);

        assertThat(answer.status()).isEqualTo(429);
        if (at.equals("http")) {
            assertThat(answer.error("message"))
                    .matches("The usage limit has been reached\\. The limit resets in 6 d 23 h, at \\d{4}-\\d\\d-\\d\\d"
                            + " \\d\\d:\\d\\d UTC\\.");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"cut after=2", "cut after=2 at=event", "cut after=2 kind=rst", "server_error at=middle after=2"})
    void whatCameBeforeTheBreakReachesTheClient(String script) {
        WireAnswer chat = ask(script, Generation.CHAT_STREAM);
        WireAnswer response = ask(script, Generation.RESPONSE_STREAM);

        Generation.CHAT_STREAM.inBandError(chat);
        Generation.RESPONSE_STREAM.inBandError(response);
        assertThat(chat.deltas("reasoning_content")).isNotEmpty();
        assertThat(response.deltas()).isNotEmpty();
    }

    @Test
    void failureLeavesNothingBehindForTheNextRequest() {
        for (Generation generation : Generation.values()) {
            ask("cut after=2", generation);
            assertThat(generation.text(generation.ask(relay, "hello"))).isEqualTo("[emulator] You said: \"hello\"");
        }
        // The last bytes reach the relay before the emulator counts the stream as ended.
        relay.emulator().requests("/responses").forEach(request -> request.awaitEnding(RunningRelay.LIMIT));
        assertThat(relay.emulator().openStreams()).isZero();
    }
}
