package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.models.ReasoningEffort;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.completions.CompletionUsage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chat completions as OpenAI's Java SDK sees them. */
@Relay
class SdkChatTest {
    private static final ChatCompletionCreateParams HELLO =
            SdkRelay.chatRequest().addUserMessage("hello").build();
    private static final String ANSWER = "[emulator] You said: \"hello\"";

    private final SdkRelay relay;

    SdkChatTest(SdkRelay relay) {
        this.relay = relay;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void completionIsWhole(boolean stream) {
        ChatCompletion completion = relay.chat(stream, HELLO);

        assertThat(completion.model()).isEqualTo(SdkRelay.MODEL);
        assertThat(completion.choices()).hasSize(1);
        ChatCompletion.Choice choice = completion.choices().get(0);
        assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
        assertThat(choice.message().content()).contains(ANSWER);
        assertThat(choice.message().refusal()).isEmpty();
        assertThat(choice.message().toolCalls().orElse(List.of())).isEmpty();
    }

    @Test
    void textComesInPieces() {
        List<ChatCompletionChunk> chunks = relay.chunks(HELLO);

        List<String> pieces = chunks.stream()
                .flatMap(chunk -> chunk.choices().stream())
                .flatMap(choice -> choice.delta().content().stream())
                .filter(piece -> !piece.isEmpty())
                .toList();
        assertThat(pieces).hasSizeGreaterThan(1);
        assertThat(String.join("", pieces)).isEqualTo(ANSWER);
        assertThat(chunks)
                .extracting(ChatCompletionChunk::id)
                .containsOnly(chunks.get(0).id());
        assertThat(chunks)
                .extracting(ChatCompletionChunk::usage)
                .as("usage was not asked for")
                .containsOnly(Optional.empty());
    }

    @Test
    void usageStandsInTheCompletion() {
        assertThat(relay.chat(false, HELLO).usage()).hasValueSatisfying(SdkChatTest::checkUsage);
    }

    @Test
    void usageIsInTheStreamIfRequested() {
        ChatCompletion completion = relay.chat(
                true,
                HELLO.toBuilder()
                        .streamOptions(ChatCompletionStreamOptions.builder()
                                .includeUsage(true)
                                .build())
                        .build());

        assertThat(completion.choices().get(0).message().content()).contains(ANSWER);
        assertThat(completion.usage()).hasValueSatisfying(SdkChatTest::checkUsage);
    }

    private static void checkUsage(CompletionUsage usage) {
        assertThat(usage.promptTokens()).isPositive();
        assertThat(usage.completionTokens()).isPositive();
        assertThat(usage.totalTokens()).isEqualTo(usage.promptTokens() + usage.completionTokens());
        assertThat(usage.promptTokensDetails()).isPresent();
        assertThat(usage.completionTokensDetails()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void reasoningEffortReachesTheUpstream(boolean stream) {
        ChatCompletion completion = relay.chat(
                stream, HELLO.toBuilder().reasoningEffort(ReasoningEffort.HIGH).build());

        assertThat(completion.choices().get(0).message().content()).contains(ANSWER);
        assertThat(relay.upstreamBody().at("/reasoning/effort").stringValue()).isEqualTo("high");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void reasoningSummaryDoesNotDisturb(boolean stream) {
        relay.script("reasoning parts=2");

        assertThat(relay.chat(stream, HELLO).choices().get(0).message().content())
                .contains(ANSWER);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void conversationContinues(boolean stream) {
        ChatCompletion first = relay.chat(stream, HELLO);

        ChatCompletion second = relay.chat(
                stream,
                SdkRelay.chatRequest()
                        .addSystemMessage("Be brief.")
                        .addUserMessage("hello")
                        .addMessage(first.choices().get(0).message())
                        .addUserMessage("and now?")
                        .build());

        assertThat(second.choices().get(0).message().content()).contains("[emulator] You said: \"and now?\"");
        relay.upstreamRequest();
        assertThat(relay.upstreamBody().at("/input/1/content/0/text").stringValue())
                .isEqualTo(ANSWER);
    }

    @ParameterizedTest(name = "{0}, streamed: {1}")
    @CsvSource({
        "incomplete, false, length",
        "incomplete, true, length",
        "incomplete reason=content_filter, false, content_filter",
        "incomplete reason=content_filter, true, content_filter"
    })
    void incompleteAnswerHasItsReason(String script, boolean stream, String reason) {
        relay.script(script);

        assertThat(relay.chat(stream, HELLO).choices().get(0).finishReason())
                .isEqualTo(ChatCompletion.Choice.FinishReason.of(reason));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void refusalIsReturnedAsRefusal(boolean stream) {
        relay.script("refusal value=No");

        ChatCompletion completion = relay.chat(stream, HELLO);

        assertThat(completion.choices())
                .flatExtracting(choice -> choice.message().refusal().stream().toList())
                .containsExactly("[emulator] No");
    }
}
