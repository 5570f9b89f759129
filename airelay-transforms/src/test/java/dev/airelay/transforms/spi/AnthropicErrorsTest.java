package dev.airelay.transforms.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.base.JsonTrees;
import dev.airelay.transforms.failure.ApiError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Failures as Anthropic's API has them. */
class AnthropicErrorsTest {
    private static final ErrorShape SHAPE = AnthropicErrors.SHAPE.forRequest("req_1");

    @ParameterizedTest
    @CsvSource({
        "400, , 400, invalid_request_error",
        "401, , 401, authentication_error",
        "404, model_not_found, 404, not_found_error",
        "413, , 413, request_too_large",
        "429, usage_limit_reached, 429, rate_limit_error",
        "502, , 502, api_error",
        "503, server_is_overloaded, 529, overloaded_error",
    })
    void statusDecidesOnTheType(int status, String code, int sent, String type) {
        ErrorShape.Rendered rendered = render(status, new ApiError("It failed.", "server_error", null, code));

        assertThat(rendered.status()).isEqualTo(sent);
        assertThat(JsonTrees.usual().read(rendered.body())).hasToString("""
                {"type":"error","error":{"type":"%s","message":"It failed."},"request_id":"req_1"}""".formatted(type));
    }

    @Test
    void threadIsRefusedWithTheCodeThatClientsDoWithoutOneAfter() {
        JsonNode body = JsonTrees.usual()
                .read(render(400, ApiError.invalid("thread", "unsupported_parameter", "No threads."))
                        .body());

        assertThat(body.at("/error/details/error_code").stringValue()).isEqualTo("thread_unsupported_request");
    }

    private static ErrorShape.Rendered render(int status, ApiError error) {
        return SHAPE.render(status, error, JsonNodeFactory.instance.objectNode());
    }
}
