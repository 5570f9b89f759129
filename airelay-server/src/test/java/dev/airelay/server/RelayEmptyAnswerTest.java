package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A response that the upstream ends without a word, as it does for schemas that it cannot process. */
@Relay
class RelayEmptyAnswerTest {

    private static final String EVENTS = """
            data: {"type":"response.created","response":{"id":"resp_1","status":"in_progress","output":[]}}

            data: {"type":"response.incomplete","response":{"id":"resp_1","status":"incomplete","output":[],
            data:  "incomplete_details":{"reason":"max_output_tokens"},"usage":{"input_tokens":0,"output_tokens":0}}}

            """;

    private final RunningRelay relay;

    RelayEmptyAnswerTest(RunningRelay relay) {
        this.relay = relay;
    }

    @ParameterizedTest
    @EnumSource
    void clientGetsAnErrorThatSaysWhy(Generation generation) {
        relay.script("status code=200 type=text/event-stream body=\"" + EVENTS.replace("\"", "\\\"") + "\"");

        WireAnswer answer = generation.ask(relay, "hello");

        assertThat(answer.status()).isEqualTo(400);
        generation.assertCode(answer, "empty_response");
        assertThat(generation.message(answer.json().path("error")))
                .contains("enum")
                .contains("oneOf");
        assertThat(answer.header("x-should-retry")).hasValue("false");
        assertThat(relay.emulator().requests("/responses")).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void answerThatWasCutShortStaysOne(Generation generation) {
        relay.script("incomplete after=1");

        assertThat(generation.ask(relay, "hello").status()).isEqualTo(200);
    }
}
