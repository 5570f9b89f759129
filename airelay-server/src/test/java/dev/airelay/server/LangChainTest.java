package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.ImageContent.DetailLevel;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.catalog.ModelDescription;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiLanguageModel;
import dev.langchain4j.model.openai.OpenAiModelCatalog;
import dev.langchain4j.model.output.FinishReason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Text, images and structured output as LangChain4j asks for them. */
@Relay
class LangChainTest {
    private static final String PIXEL =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk" + "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private final RunningRelay relay;

    LangChainTest(RunningRelay relay) {
        this.relay = relay;
    }

    private ChatResponse ask(LangChainModel model, ChatMessage... messages) {
        return model.ask(
                relay.clientBaseUrl().toString(),
                RunningRelay.TOKEN,
                ChatRequest.builder().messages(messages).build());
    }

    private JsonNode upstreamBody() {
        return relay.upstreamRequest().body().orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void answerHasTextUsageAndAnEnd(LangChainModel model) {
        ChatResponse response = ask(model, UserMessage.from("Grüße 👩‍👧"));

        assertThat(response.aiMessage().text()).contains("You said: \"Grüße 👩‍👧\"");
        assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(response.modelName()).isEqualTo(SdkRelay.MODEL);
        assertThat(response.tokenUsage().inputTokenCount()).isPositive();
        assertThat(response.tokenUsage().totalTokenCount())
                .isEqualTo(response.tokenUsage().inputTokenCount()
                        + response.tokenUsage().outputTokenCount());
    }

    @ParameterizedTest
    @EnumSource
    void conversationIsSentInOrder(LangChainModel model) {
        ask(
                model,
                SystemMessage.from("Be brief."),
                UserMessage.from("one"),
                AiMessage.from("two"),
                UserMessage.from("three"));

        JsonNode body = upstreamBody();
        assertThat(body.path("input").toString()).containsSubsequence("one", "two", "three");
        assertThat(body.toString()).contains("Be brief.");
        assertThat(body.path("input").findValuesAsString("role")).doesNotContain("system");
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "CHAT_STREAM"})
    void reasoningIsTheThinking(LangChainModel model) {
        relay.script("reasoning");

        assertThat(ask(model, UserMessage.from("hello")).aiMessage().thinking()).isNotBlank();
    }

    @ParameterizedTest
    @EnumSource
    void imagesArriveUpstreamAsTheyWereSent(LangChainModel model) {
        ChatResponse response = ask(
                model,
                UserMessage.from(
                        TextContent.from("look"),
                        ImageContent.from(PIXEL, "image/png", DetailLevel.HIGH),
                        ImageContent.from("https://images.example/cat.png", DetailLevel.LOW)));

        assertThat(response.aiMessage().text()).contains("You sent 2 images");
        JsonNode content = upstreamBody().at("/input/0/content");
        assertThat(content.findValuesAsString("image_url"))
                .containsExactly("data:image/png;base64," + PIXEL, "https://images.example/cat.png");
        assertThat(content.findValuesAsString("detail")).containsExactly("high", "low");
    }

    @ParameterizedTest
    @EnumSource
    void answerFitsTheSchema(LangChainModel model) {
        JsonObjectSchema author = JsonObjectSchema.builder()
                .addStringProperty("name")
                .required("name")
                .build();
        JsonObjectSchema report = JsonObjectSchema.builder()
                .addStringProperty("headline")
                .addIntegerProperty("pages")
                .addProperty("authors", JsonArraySchema.builder().items(author).build())
                .required("headline", "pages", "authors")
                .build();
        ChatRequest request = ChatRequest.builder()
                .messages(UserMessage.from("hello"))
                .responseFormat(ResponseFormat.builder()
                        .type(ResponseFormatType.JSON)
                        .jsonSchema(JsonSchema.builder()
                                .name("report")
                                .rootElement(report)
                                .build())
                        .build())
                .build();

        ChatResponse response = model.ask(relay.clientBaseUrl().toString(), RunningRelay.TOKEN, request);

        JsonNode answer = JsonMapper.shared().readTree(response.aiMessage().text());
        assertThat(answer.path("headline").stringValue()).contains("hello");
        assertThat(answer.path("pages").isIntegralNumber()).isTrue();
        assertThat(answer.at("/authors/0/name").isString()).isTrue();
        JsonNode format = upstreamBody().at("/text/format");
        assertThat(format.path("name").stringValue()).isEqualTo("report");
        assertThat(format.path("strict").booleanValue()).isTrue();
    }

    @Test
    void modelsAreListed() {
        List<ModelDescription> models = OpenAiModelCatalog.builder()
                .baseUrl(relay.clientBaseUrl().toString())
                .apiKey(RunningRelay.TOKEN)
                .build()
                .listModels();

        assertThat(models).extracting(ModelDescription::name).contains(SdkRelay.MODEL);
    }

    @Test
    void promptIsCompleted() {
        String text = OpenAiLanguageModel.builder()
                .baseUrl(relay.clientBaseUrl().toString())
                .apiKey(RunningRelay.TOKEN)
                .modelName(SdkRelay.MODEL)
                .maxRetries(0)
                .build()
                .generate("Once upon a time")
                .content();

        assertThat(text).contains("Once upon a time");
    }
}
