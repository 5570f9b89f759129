package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionCustomTool;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageCustomToolCall;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import dev.airelay.server.SdkTypes.GetWeather;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tool calls over chat completions as OpenAI's Java SDK makes them. */
@Relay
class SdkChatToolsTest {

    private final SdkRelay relay;

    SdkChatToolsTest(SdkRelay relay) {
        this.relay = relay;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void toolCallMakesARoundTrip(boolean stream) {
        relay.script("call args={\"city\":\"Rome\"}");
        ChatCompletionCreateParams question = question("What is the weather in Rome?");
        ChatCompletion first = relay.chat(stream, question);

        assertThat(first.choices().get(0).finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
        assertThat(calls(first)).hasSize(1);
        ChatCompletionMessageFunctionToolCall call = calls(first).get(0);
        assertThat(call.function().name()).isEqualTo("GetWeather");
        assertThat(call.function().arguments(GetWeather.class).city).isEqualTo("Rome");

        ChatCompletion second = relay.chat(
                stream,
                question.toBuilder()
                        .addMessage(first.choices().get(0).message())
                        .addMessage(result(call, "sunny"))
                        .build());

        assertThat(second.choices().get(0).finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
        assertThat(second.choices().get(0).message().content())
                .hasValueSatisfying(
                        text -> assertThat(text).contains("Tool call " + call.id() + " returned: \"sunny\"."));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void callsInParallelKeepTheirOwnArguments(boolean stream) {
        relay.script("call args={\"city\":\"Rome\"}, call args={\"city\":\"Oslo\"}, interleaved-calls");
        ChatCompletionCreateParams question = question("What is the weather?");
        ChatCompletion first = relay.chat(stream, question);

        assertThat(calls(first))
                .extracting(call -> call.function().arguments(GetWeather.class).city)
                .containsExactly("Rome", "Oslo");

        ChatCompletionCreateParams.Builder next =
                question.toBuilder().addMessage(first.choices().get(0).message());
        calls(first)
                .forEach(call -> next.addMessage(
                        result(call, "fine in " + call.function().arguments())));
        ChatCompletion second = relay.chat(stream, next.build());

        assertThat(second.choices().get(0).message().content())
                .hasValueSatisfying(text -> assertThat(text).contains("Rome", "Oslo"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void callAfterReasoningIsTheFirstOfItsMessage(boolean stream) {
        relay.script("reasoning, phases, call args={\"city\":\"Rome\"}");

        ChatCompletion completion = relay.chat(stream, question("What is the weather?"));

        assertThat(calls(completion))
                .extracting(call -> call.function().arguments(GetWeather.class).city)
                .containsExactly("Rome");
    }

    /** Not streamed: OpenAI's chunks have no form for calls of custom tools. */
    @Test
    void customToolMakesARoundTrip() {
        relay.script("call name=shout args=\"any text\"");
        ChatCompletionCreateParams question = SdkRelay.chatRequest()
                .addTool(ChatCompletionCustomTool.builder()
                        .custom(ChatCompletionCustomTool.Custom.builder()
                                .name("shout")
                                .build())
                        .build())
                .addUserMessage("go")
                .build();
        ChatCompletionMessage asked =
                relay.chat(false, question).choices().get(0).message();
        ChatCompletionMessageCustomToolCall call =
                asked.toolCalls().orElseThrow().get(0).asCustom();

        assertThat(call.custom().name()).isEqualTo("shout");
        assertThat(call.custom().input()).isEqualTo("any text");

        ChatCompletion second = relay.chat(
                false,
                question.toBuilder()
                        .addMessage(asked)
                        .addMessage(ChatCompletionToolMessageParam.builder()
                                .toolCallId(call.id())
                                .content("heard")
                                .build())
                        .build());

        assertThat(second.choices().get(0).message().content())
                .hasValueSatisfying(
                        text -> assertThat(text).contains("Tool call " + call.id() + " returned: \"heard\"."));
    }

    private static ChatCompletionCreateParams question(String text) {
        return SdkRelay.chatRequest()
                .addTool(GetWeather.class)
                .addUserMessage(text)
                .build();
    }

    private static ChatCompletionToolMessageParam result(ChatCompletionMessageFunctionToolCall call, String output) {
        return ChatCompletionToolMessageParam.builder()
                .toolCallId(call.id())
                .content(output)
                .build();
    }

    private static List<ChatCompletionMessageFunctionToolCall> calls(ChatCompletion completion) {
        return completion.choices().get(0).message().toolCalls().orElse(List.of()).stream()
                .map(call -> call.asFunction())
                .toList();
    }
}
