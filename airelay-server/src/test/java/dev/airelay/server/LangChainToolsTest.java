package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tool calls as LangChain4j makes them. */
@Relay
class LangChainToolsTest {
    private static final ToolSpecification WEATHER = ToolSpecification.builder()
            .name("get_weather")
            .description("The weather in a city.")
            .parameters(JsonObjectSchema.builder()
                    .addStringProperty("city")
                    .required("city")
                    .build())
            .build();

    private final RunningRelay relay;

    LangChainToolsTest(RunningRelay relay) {
        this.relay = relay;
    }

    private ChatResponse ask(LangChainModel model, ChatRequest.Builder request) {
        return model.ask(
                relay.clientBaseUrl().toString(),
                RunningRelay.TOKEN,
                request.toolSpecifications(WEATHER).build());
    }

    @ParameterizedTest
    @EnumSource
    void callsMakeARoundTrip(LangChainModel model) {
        relay.script("call args={\"city\":\"Rome\"}, call args={\"city\":\"Oslo\"}");
        UserMessage question = UserMessage.from("What is the weather?");
        ChatResponse asked = ask(model, ChatRequest.builder().messages(question));
        AiMessage calls = asked.aiMessage();

        assertThat(asked.finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
        assertThat(calls.toolExecutionRequests())
                .extracting(ToolExecutionRequest::name)
                .containsExactly("get_weather", "get_weather");
        assertThat(calls.toolExecutionRequests())
                .extracting(ToolExecutionRequest::arguments)
                .containsExactly("{\"city\":\"Rome\"}", "{\"city\":\"Oslo\"}");

        List<ChatMessage> messages = new ArrayList<>(List.of(question, calls));
        calls.toolExecutionRequests()
                .forEach(call -> messages.add(ToolExecutionResultMessage.from(call, "fine for " + call.arguments())));
        ChatResponse answered = ask(model, ChatRequest.builder().messages(messages));

        assertThat(answered.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(answered.aiMessage().text()).contains("Rome", "Oslo");
    }

    @ParameterizedTest
    @EnumSource
    void callMayBeRequired(LangChainModel model) {
        ChatResponse response = ask(
                model, ChatRequest.builder().messages(UserMessage.from("hello")).toolChoice(ToolChoice.REQUIRED));

        assertThat(response.aiMessage().toolExecutionRequests()).hasSize(1);
        assertThat(relay.upstreamRequest()
                        .body()
                        .orElseThrow()
                        .path("tool_choice")
                        .stringValue())
                .isEqualTo("required");
    }
}
