package dev.airelay.server.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.traffic.record.ModelAnswer;
import dev.airelay.traffic.record.TokenUsage;
import dev.airelay.transforms.event.UpstreamEvent;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TerminalEventTest {
    private static TerminalEvent read(String json) {
        return TerminalEvent.of(
                UpstreamEvent.parse(json.getBytes(StandardCharsets.UTF_8)).orElseThrow());
    }

    @Test
    void factsAreReadAcrossOtherMembers() {
        TerminalEvent end = read("""
                {"type": "response.completed", "other": {"id": "no", "usage": {}}, "response": {"id": "resp_1",
                 "object": "response", "output": [{"id": "msg_1", "usage": 5}], "model": "gpt-5.5",
                 "usage": {"input_tokens": 10, "input_tokens_details": {"cached_tokens": 4}, "output_tokens": 20,
                           "output_tokens_details": {"reasoning_tokens": 5}, "total_tokens": 30},
                 "status": "completed"}, "sequence_number": 9}""");

        assertThat(end)
                .isEqualTo(new TerminalEvent(
                        new ModelAnswer("resp_1", "response", "gpt-5.5", new TokenUsage(10, 4, 20, 5, 30)),
                        "completed"));
    }

    @Test
    void whatItDoesNotSayIsLeftOut() {
        assertThat(read("{\"type\": \"response.incomplete\"}"))
                .isEqualTo(new TerminalEvent(new ModelAnswer(null, null, null, null), "response.incomplete"));
        assertThat(read("{\"type\": \"response.completed\", \"response\": {\"id\": 7, \"usage\": null}}"))
                .isEqualTo(new TerminalEvent(new ModelAnswer(null, null, null, null), "response.completed"));
    }

    @Test
    void membersOfUnexpectedKindsAreLeftOut() {
        TerminalEvent end = read("""
                {"type": "response.completed", "response": {"id": {"id": "no"}, "object": ["no"], "model": "m",
                 "usage": {"input_tokens": 3, "input_tokens_details": 4, "output_tokens": {"output_tokens": 7},
                           "output_tokens_details": {"other": [1], "reasoning_tokens": 2}}, "status": null}}""");

        assertThat(end)
                .isEqualTo(new TerminalEvent(
                        new ModelAnswer(null, null, "m", new TokenUsage(3, 0, 0, 2, 3)), "response.completed"));
    }

    @Test
    void nothingIsReadFromAnEventThatIsCut() {
        TerminalEvent end = read("{\"type\": \"response.completed\", \"response\": {\"id\": \"resp_1\","
                + " \"usage\": {\"input_tokens\": 3, \"output_tok");

        assertThat(end).isEqualTo(new TerminalEvent(new ModelAnswer(null, null, null, null), "response.completed"));
    }
}
