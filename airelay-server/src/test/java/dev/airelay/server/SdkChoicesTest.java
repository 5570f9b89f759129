package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionCreateParams;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenAI's Java SDK with several choices, and with legacy completions. */
@Relay
class SdkChoicesTest {
    private final SdkRelay relay;

    SdkChoicesTest(SdkRelay relay) {
        this.relay = relay;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void allChoicesAreWhole(boolean stream) {
        var request = SdkRelay.chatRequest().addUserMessage("hello").n(3);
        if (stream) {
            request.streamOptions(
                    ChatCompletionStreamOptions.builder().includeUsage(true).build());
        }

        ChatCompletion completion = relay.chat(stream, request.build());

        assertThat(completion.choices())
                .extracting(ChatCompletion.Choice::index)
                .containsExactly(0L, 1L, 2L);
        assertThat(completion.choices())
                .allSatisfy(
                        choice -> assertThat(choice.message().content()).contains("[emulator] You said: \"hello\""));
        assertThat(completion.usage().orElseThrow().completionTokens()).isPositive();
        assertThat(relay.upstreamRequests()).isEqualTo(3);
    }

    private static CompletionCreateParams.Builder completion() {
        return CompletionCreateParams.builder().model(SdkRelay.MODEL);
    }

    @Test
    void legacyCompletionIsWhole() {
        Completion whole = relay.client()
                .completions()
                .create(completion()
                        .promptOfArrayOfStrings(List.of("one", "two"))
                        .build());

        assertThat(whole.choices()).hasSize(2);
        assertThat(whole.choices().get(1).text()).contains("two");
    }

    /** OpenAI's own chunks have a null that its description does not allow: the SDK may not insist on it. */
    @Test
    void legacyCompletionIsStreamed() {
        OpenAIClient lenient = relay.client().withOptions(options -> options.responseValidation(false));
        try (StreamResponse<Completion> chunks = lenient.completions()
                .createStreaming(completion().prompt("Once upon a time").build())) {
            assertThat(chunks.stream()
                            .flatMap(chunk -> chunk.choices().stream())
                            .map(choice -> choice.text())
                            .collect(Collectors.joining()))
                    .contains("Once upon a time");
        }
    }
}
