package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicException;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.InternalServerException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.errors.OverloadedException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.ErrorType;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.TextBlock;
import com.anthropic.models.messages.ThinkingConfigEnabled;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import com.anthropic.models.messages.WebSearchTool20250305;
import com.anthropic.models.models.ModelInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Anthropic's own Java SDK as a client, which refuses any answer that its types do not allow. */
class AnthropicSdkTest {
    private static final Tool WEATHER = Tool.builder()
            .name("get_weather")
            .description("The weather of a city.")
            .inputSchema(Tool.InputSchema.builder()
                    .properties(Tool.InputSchema.Properties.builder()
                            .putAdditionalProperty("city", JsonValue.from(Map.of("type", "string")))
                            .build())
                    .addRequired("city")
                    .build())
            .build();

    @TempDir
    Path dataDir;

    private RunningRelay relay;
    private final List<AnthropicClient> clients = new ArrayList<>();

    @BeforeEach
    void start() {
        relay = RunningRelay.start(dataDir);
    }

    @AfterEach
    void stop() {
        clients.forEach(AnthropicClient::close);
        relay.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void messageHasItsTextAndUsage(boolean stream) {
        Message message = answer(stream, request("say pong").build());

        assertThat(text(message)).isEqualTo("[emulator] You said: \"say pong\"");
        assertThat(message.model().asString()).isEqualTo(SdkRelay.MODEL);
        assertThat(message.stopReason()).hasValue(StopReason.END_TURN);
        assertThat(message.stopSequence()).isEmpty();
        assertThat(message.usage().inputTokens()).isPositive();
        assertThat(message.usage().outputTokens()).isPositive();
    }

    @Test
    void tokenIsAcceptedInEitherHeader() {
        AnthropicClient client = client(builder().authToken(RunningRelay.TOKEN));

        assertThat(text(client.messages().create(request("hello").build()))).contains("hello");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void answerStopsAtAStopSequence(boolean stream) {
        Message message = answer(
                stream,
                request("hi [[emulate: text value=So words=50]]")
                        .stopSequences(List.of(" word7 "))
                        .build());

        assertThat(text(message)).endsWith("word5 word6");
        assertThat(message.stopReason()).hasValue(StopReason.STOP_SEQUENCE);
        assertThat(message.stopSequence()).hasValue(" word7 ");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void toolIsCalledAndItsResultEndsTheRoundTrip(boolean stream) {
        MessageCreateParams request = request("call get_weather {\"city\": \"Berlin\"}")
                .addTool(WEATHER)
                .build();
        Message first = answer(stream, request);
        assertThat(first.stopReason()).hasValue(StopReason.TOOL_USE);
        ToolUseBlock call = first.content().get(first.content().size() - 1).asToolUse();
        assertThat(call.name()).isEqualTo("get_weather");
        assertThat(call._input()).isEqualTo(JsonValue.from(Map.of("city", "Berlin")));

        Message second = answer(
                stream,
                request.toBuilder()
                        .addMessage(first)
                        .addUserMessageOfContentBlockParams(
                                List.of(ContentBlockParam.ofToolResult(ToolResultBlockParam.builder()
                                        .toolUseId(call.id())
                                        .content("sunny, 21 °C")
                                        .build())))
                        .build());

        assertThat(second.stopReason()).hasValue(StopReason.END_TURN);
        assertThat(text(second)).contains("returned: \"sunny, 21 °C\"");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void thinkingGoesBackWithItsSignature(boolean stream) {
        MessageCreateParams request = request("think")
                .thinking(ThinkingConfigEnabled.builder().budgetTokens(2048).build())
                .build();
        Message first = answer(stream, request);
        assertThat(first.content().get(0).asThinking().thinking()).contains("decides what to answer");
        assertThat(first.content().get(0).asThinking().signature()).isNotEmpty();

        relay.reset();
        Message second = answer(
                stream,
                request.toBuilder()
                        .addMessage(first)
                        .addUserMessage("and then?")
                        .build());

        assertThat(text(second)).contains("and then?");
        JsonNode input = relay.upstreamRequest().body().orElseThrow().path("input");
        assertThat(input.findValuesAsString("encrypted_content"))
                .singleElement()
                .asString()
                .startsWith("gAAAAA");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void webSearchHasItsBlocks(boolean stream) {
        // The SDK's validation refuses every name of a server tool: it compares an enum with its text.
        Message message = answer(
                client(builder().apiKey(RunningRelay.TOKEN), false),
                stream,
                request("search the web for cats")
                        .addTool(WebSearchTool20250305.builder().maxUses(3).build())
                        .build());

        assertThat(message.content().get(0).asServerToolUse()._input())
                .isEqualTo(JsonValue.from(Map.of("query", "cats")));
        assertThat(message.content().get(1).asWebSearchToolResult().content().asResultBlocks())
                .singleElement()
                .satisfies(found -> assertThat(found.url()).isEqualTo("https://emulator.invalid/source"));
        assertThat(message.usage().serverToolUse().orElseThrow().webSearchRequests())
                .isEqualTo(1);
        assertThat(message.stopReason()).hasValue(StopReason.END_TURN);
    }

    @Test
    void tokensAreCounted() {
        MessageCountTokensParams.Builder request =
                MessageCountTokensParams.builder().model(SdkRelay.MODEL).addUserMessage("hello");

        long bare = client().messages().countTokens(request.build()).inputTokens();
        long withTool = client().messages()
                .countTokens(request.addTool(WEATHER).build())
                .inputTokens();

        assertThat(bare).isPositive();
        assertThat(withTool).isGreaterThan(bare);
    }

    @Test
    void modelsAreListed() {
        List<ModelInfo> models = new ArrayList<>();
        client().models().list().autoPager().forEach(models::add);

        assertThat(models).extracting(ModelInfo::id).contains(SdkRelay.MODEL);
        models.forEach(ModelInfo::validate);
        assertThat(client().models().retrieve(SdkRelay.MODEL).validate().displayName())
                .isNotEmpty();
    }

    static List<Arguments> failures() {
        return List.of(
                Arguments.of(
                        "context_length_exceeded", 400, BadRequestException.class, ErrorType.INVALID_REQUEST_ERROR),
                Arguments.of(
                        "invalid_prompt at=first", 400, BadRequestException.class, ErrorType.INVALID_REQUEST_ERROR),
                Arguments.of("usage_limit_reached at=http", 429, RateLimitException.class, ErrorType.RATE_LIMIT_ERROR),
                Arguments.of(
                        "server_is_overloaded at=http", 529, OverloadedException.class, ErrorType.OVERLOADED_ERROR));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void failureHasTheClassOfItsStatus(
            String script, int status, Class<? extends AnthropicServiceException> type, ErrorType kind) {
        for (boolean stream : List.of(false, true)) {
            relay.script(script);

            AnthropicServiceException failure = catchThrowableOfType(
                    AnthropicServiceException.class,
                    () -> answer(stream, request("hello").build()));

            assertThat(failure).isExactlyInstanceOf(type);
            assertThat(failure.statusCode()).isEqualTo(status);
            assertThat(failure.type()).hasValue(kind);
            assertThat(failure.apiMessage()).isPresent();
            assertThat(failure.requestId()).isPresent();
        }
    }

    @Test
    void wrongTokenAndUnknownModelAreErrorsOfTheApi() {
        AnthropicClient stranger = client(builder().apiKey("wrong"));

        UnauthorizedException unauthorized = catchThrowableOfType(
                UnauthorizedException.class,
                () -> stranger.messages().create(request("hello").build()));
        assertThat(unauthorized.type()).hasValue(ErrorType.AUTHENTICATION_ERROR);
        assertThatThrownBy(() -> client().models().retrieve("no-such-model"))
                .isInstanceOfSatisfying(
                        NotFoundException.class,
                        missing -> assertThat(missing.type()).hasValue(ErrorType.NOT_FOUND_ERROR));
    }

    @ParameterizedTest
    @ValueSource(strings = {"server_error at=middle", "cut after=2", "no-terminal"})
    void failureAfterTheFirstWordEndsTheStream(String script) {
        relay.script(script);

        assertThatThrownBy(() -> answer(true, request("some words").build())).isInstanceOf(AnthropicException.class);
        relay.script(script);
        assertThatThrownBy(() -> answer(false, request("some words").build()))
                .isInstanceOf(InternalServerException.class);
    }

    private static AnthropicOkHttpClient.Builder builder() {
        return AnthropicOkHttpClient.builder();
    }

    private AnthropicClient client() {
        return client(builder().apiKey(RunningRelay.TOKEN));
    }

    private AnthropicClient client(AnthropicOkHttpClient.Builder builder) {
        return client(builder, true);
    }

    private AnthropicClient client(AnthropicOkHttpClient.Builder builder, boolean validates) {
        AnthropicClient client = builder.baseUrl("http://127.0.0.1:" + relay.port())
                .maxRetries(0)
                .timeout(RunningRelay.LIMIT)
                .responseValidation(validates)
                .build();
        clients.add(client);
        return client;
    }

    private static MessageCreateParams.Builder request(String prompt) {
        return MessageCreateParams.builder()
                .model(SdkRelay.MODEL)
                .maxTokens(4096)
                .addUserMessage(prompt);
    }

    private Message answer(boolean stream, MessageCreateParams request) {
        return answer(client(), stream, request);
    }

    /** The message that answers a request, which the SDK puts together itself where it is streamed. */
    private static Message answer(AnthropicClient client, boolean stream, MessageCreateParams request) {
        if (!stream) {
            return client.messages().create(request);
        }
        MessageAccumulator accumulator = MessageAccumulator.create();
        try (StreamResponse<RawMessageStreamEvent> events = client.messages().createStreaming(request)) {
            events.stream().forEach(accumulator::accumulate);
        }
        return accumulator.message();
    }

    private static String text(Message message) {
        return message.content().stream()
                .map(ContentBlock::text)
                .flatMap(Optional::stream)
                .map(TextBlock::text)
                .collect(Collectors.joining());
    }
}
