package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.api.RecordedRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The one more try without reasoning that the upstream cannot read, over real sockets. */
@Relay
class RelayReasoningTest {

    /** Encrypted for nobody: the upstream refuses it as it refuses the reasoning of another account. */
    private static final String INPUT = """
            [{"role": "user", "content": "first"},
             {"type": "reasoning", "summary": [], "encrypted_content": "gAAAAAnobody"},
             {"role": "assistant", "content": "one"},
             {"role": "user", "content": "hello"}]""";

    private final RunningRelay relay;

    RelayReasoningTest(RunningRelay relay) {
        this.relay = relay;
    }

    private WireAnswer ask(Generation generation, String more) {
        return relay.post(
                generation.path(),
                "{\"model\": \"gpt-5.5\", \"stream\": " + generation.stream() + ", \"input\": " + INPUT + more + "}");
    }

    private static List<String> types(RecordedRequest request) {
        return request.body()
                .orElseThrow()
                .path("input")
                .valueStream()
                .map(item -> item.path("type").stringValue())
                .toList();
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "CHAT_STREAM", "RESPONSE", "RESPONSE_STREAM"})
    void clientGetsTheAnswerToARequestWithoutIt(Generation generation) {
        WireAnswer answer = ask(generation, "");

        assertThat(generation.text(answer)).isEqualTo("[emulator] You said: \"hello\"");
        assertThat(answer.header("x-airelay-emulated")).contains("reasoning.encrypted_content");
        List<RecordedRequest> requests = relay.emulator().requests("/responses");
        assertThat(requests).hasSize(2);
        assertThat(types(requests.get(0))).containsExactly("message", "reasoning", "message", "message");
        assertThat(types(requests.get(1))).containsExactly("message", "message", "message");
    }

    @ParameterizedTest
    @CsvSource({"CHAT", "RESPONSE_STREAM"})
    void secondRefusalIsTheAnswer(Generation generation) {
        relay.script("invalid_encrypted_content at=first");

        WireAnswer answer = ask(generation, "");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error("code")).isEqualTo("invalid_encrypted_content");
        assertThat(relay.emulator().requests("/responses")).hasSize(2);
    }

    @Test
    void requestWithoutReasoningIsNotSentAgain() {
        relay.script("invalid_encrypted_content at=http");

        WireAnswer answer = Generation.RESPONSE.ask(relay, "hello");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(relay.emulator().requests("/responses")).hasSize(1);
    }

    @Test
    void streamThatHasBegunIsNotBegunAgain() {
        String kept = Generation.RESPONSE.ask(relay, "first").json().path("id").stringValue();
        relay.emulator().clearRequests();
        relay.script("invalid_encrypted_content at=middle");

        WireAnswer answer = relay.responses("""
                {"model": "gpt-5.5", "stream": true, "input": "second", "previous_response_id": "%s"}""".formatted(kept));

        JsonNode error = Generation.RESPONSE_STREAM.inBandError(answer);
        assertThat(error.path("code").stringValue()).isEqualTo("invalid_encrypted_content");
        assertThat(relay.emulator().requests("/responses")).hasSize(1);
    }

    @Test
    void responseInTheBackgroundIsTriedOnceMoreToo() {
        WireAnswer queued = ask(Generation.RESPONSE, ", \"background\": true");

        String id = queued.json().path("id").stringValue();
        WireAnswer followed = relay.get(RunningRelay.RESPONSES + "/" + id + "?stream=true");
        assertThat(followed.types()).contains("response.completed");
        assertThat(relay.emulator().requests("/responses")).hasSize(2);
    }
}
