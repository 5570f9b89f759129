package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIServiceException;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenAI's Java SDK repeats a request by itself where that helps, and only there. */
@Relay
class SdkRetryTest {
    private static final ChatCompletionCreateParams HELLO =
            SdkRelay.chatRequest().addUserMessage("hello").build();

    private final SdkRelay relay;

    SdkRetryTest(SdkRelay relay) {
        this.relay = relay;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server_is_overloaded at=http",
                "slow_down at=first",
                "server_error at=http",
                "internal_server_error at=first",
                "cut at=headers",
                "status code=503",
                "rate_limit_exceeded at=first delay=0.1s"
            })
    void passingFailureIsRepeated(String script) {
        relay.script(script);

        try (StreamResponse<ChatCompletionChunk> chunks =
                relay.client(RunningRelay.TOKEN, 1).chat().completions().createStreaming(HELLO)) {
            assertThat(chunks.stream().count()).isPositive();
        }

        assertThat(relay.upstreamRequests()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "usage_limit_reached at=http",
                "unauthorized",
                "context_length_exceeded at=first",
                "usage_not_included at=http"
            })
    void lastingFailureIsNotRepeated(String script) {
        relay.script(script);

        assertThatThrownBy(() ->
                        relay.client(RunningRelay.TOKEN, 2).chat().completions().create(HELLO))
                .isInstanceOf(OpenAIServiceException.class);

        assertThat(relay.upstreamRequests()).isEqualTo(1);
    }
}
