package dev.airelay.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.FailureClassifier;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.failure.UpstreamHeaders;
import dev.airelay.transforms.request.Contexts;
import dev.airelay.transforms.responses.ResponsesDialect;
import dev.airelay.transforms.spi.CodexRequest;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The second try without reasoning that the upstream cannot read. */
class UnreadableReasoningTest {

    private static final UpstreamFailure UNREADABLE = new UpstreamFailure(
            UpstreamFailure.Kind.CLIENT,
            400,
            new ApiError("m", ApiError.INVALID_REQUEST, null, "invalid_encrypted_content"),
            Optional.empty());

    private static CodexRequest request(String input) {
        return new ResponsesDialect()
                .translate(
                        (ObjectNode) Streams.JSON.readTree("{\"model\":\"m\",\"input\":" + input + "}"),
                        Contexts.ordinary())
                .request();
    }

    @Test
    void secondTryLacksTheReasoningAndNothingElse() {
        CodexRequest first = request("""
                [{"role": "user", "content": "a"}, {"type": "reasoning", "summary": [], "encrypted_content": "gAAA+/="},
                 {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"},
                 {"type": "function_call_output", "call_id": "c", "output": "x"},
                 {"type": "reasoning", "summary": [], "encrypted_content": "gBBB"}]""");

        CodexRequest second = first.without(UNREADABLE).orElseThrow().request();

        JsonNode input = first.body().path("input");
        assertThat(input).hasSize(5);
        assertThat(input.path(1).path("encrypted_content").stringValue()).isEqualTo("gAAA+/=");
        assertThat(second.body().path("input").valueStream()).containsExactly(input.get(0), input.get(2), input.get(3));
        assertThat(second.body().propertyNames())
                .containsExactlyElementsOf(first.body().propertyNames());
        assertThat(second.sessionId()).isEqualTo(first.sessionId());
        assertThat(second.without(UNREADABLE)).isEmpty();
    }

    @Test
    void requestWithoutReasoningHasNoSecondTry() {
        assertThat(request("\"hi\"").without(UNREADABLE)).isEmpty();
    }

    @Test
    void reasoningThatLeadsToNothingIsLeftOutToo() {
        byte[] body = Streams.JSON.writeValueAsBytes(Streams.JSON
                .createObjectNode()
                .set(
                        "error",
                        new ApiError(
                                        "Item 'rs_1' of type 'reasoning' was provided without its required following item.",
                                        "invalid_request_error",
                                        "input",
                                        null)
                                .toNode()));

        assertThat(FailureClassifier.ofHttp(400, UpstreamHeaders.none(), body, 0)
                        .unreadableReasoning())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"invalid_encrypted_content, true", "invalid_value, false"})
    void failureSaysWhetherARetryMayHelp(String code, boolean worth) {
        byte[] body = Streams.JSON.writeValueAsBytes(Streams.JSON
                .createObjectNode()
                .set("error", new ApiError("m", "invalid_request_error", null, code).toNode()));

        assertThat(FailureClassifier.ofHttp(400, UpstreamHeaders.none(), body, 0)
                        .unreadableReasoning())
                .isEqualTo(worth);
    }
}
