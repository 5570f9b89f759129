package dev.airelay.transforms.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.airelay.transforms.Recording;
import dev.airelay.transforms.Streams;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.request.Contexts;
import dev.airelay.transforms.request.KnownModels;
import dev.airelay.transforms.spi.Dialect;
import dev.airelay.transforms.spi.FileDirectory;
import dev.airelay.transforms.spi.ModelDirectory;
import dev.airelay.transforms.spi.ModelTraits;
import dev.airelay.transforms.spi.ReasoningExposure;
import dev.airelay.transforms.spi.RequestOrigin;
import dev.airelay.transforms.spi.Translation;
import dev.airelay.transforms.spi.TranslationContext;
import dev.airelay.transforms.spi.TranslationSettings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class OllamaReplyTest {

    private static final String CHAT = """
            {"model": "gpt-5.5:latest", "messages": [{"role": "user", "content": "hi"}]}""";

    private static final String COMPLETED = """
            {"type": "response.completed", "response": {"id": "r", "status": "completed",
             "usage": {"input_tokens": 3, "output_tokens": 2, "total_tokens": 5}}}""";

    private static UpstreamEvent text(String delta) {
        return Streams.event("{\"type\": \"response.output_text.delta\", \"output_index\": 0, \"content_index\": 0,"
                + " \"item_id\": \"m\", \"delta\": \"" + delta + "\"}");
    }

    private static Translation translate(Dialect dialect, String request, TranslationContext context) {
        return dialect.translate((ObjectNode) JsonMapper.shared().readTree(request), context);
    }

    private static Translation chat(String request) {
        return translate(new OllamaChatDialect(), request, Contexts.ordinary());
    }

    private static List<JsonNode> lines(Recording recording) {
        return recording.text().lines().map(JsonMapper.shared()::readTree).toList();
    }

    @Test
    void streamIsTheDefaultAndTheModelIsCalledAsTheClientDoes() {
        Translation translation = chat(CHAT);

        List<JsonNode> lines =
                lines(Streams.encode(translation.reply(), List.of(text("Hello"), Streams.event(COMPLETED))));

        assertThat(translation.stream()).isTrue();
        assertThat(lines).allMatch(line -> line.path("model").stringValue().equals("gpt-5.5:latest"));
        assertThat(lines.get(0).at("/message/content").stringValue()).isEqualTo("Hello");
        assertThat(lines.get(1).path("done_reason").stringValue()).isEqualTo("stop");
    }

    @Test
    void durationsAreThoseOfTheRelaysClockInNanoseconds() {
        AtomicLong millis = new AtomicLong(1_000);
        TranslationContext context = new TranslationContext(
                TranslationSettings.defaults(),
                new RequestOrigin(true, Optional.empty()),
                ModelDirectory.unknown(),
                FileDirectory.empty(),
                () -> "testid",
                () -> Instant.ofEpochMilli(millis.get()));
        var encoder = translate(new OllamaChatDialect(), CHAT, context).reply().streamEncoder();
        Recording recording = new Recording();

        millis.set(1_250);
        encoder.accept(text("Hello"), recording);
        millis.set(1_750);
        encoder.accept(Streams.event(COMPLETED), recording);

        JsonNode last = lines(recording).get(1);
        assertThat(last.path("prompt_eval_duration").longValue()).isEqualTo(250_000_000);
        assertThat(last.path("eval_duration").longValue()).isEqualTo(500_000_000);
        assertThat(last.path("total_duration").longValue()).isEqualTo(750_000_000);
        assertThat(last.path("prompt_eval_count").longValue()).isEqualTo(3);
        assertThat(last.path("eval_count").longValue()).isEqualTo(2);
    }

    @Test
    void callWithUnreadableArgumentsFailsTheTurn() {
        UpstreamEvent call = Streams.event("""
                {"type": "response.output_item.done", "output_index": 0, "item": {"type": "function_call", "id": "f",
                 "call_id": "c", "name": "go", "arguments": "not json", "status": "completed"}}""");

        List<JsonNode> lines = lines(Streams.encode(chat(CHAT).reply(), List.of(call, Streams.event(COMPLETED))));

        assertThat(lines).hasSize(1);
        assertThat(lines.get(0).path("error").stringValue()).contains("'go'").contains("not a JSON object");
    }

    @ParameterizedTest
    @CsvSource({"true, false, true", "false, true, false", "null, true, true", "null, false, false"})
    void thinkingIsShownAsTheRequestElseTheOwnerWants(String think, boolean visible, boolean shown) {
        ReasoningExposure exposure = visible ? ReasoningExposure.THINK_TAGS : ReasoningExposure.NONE;
        Translation translation = translate(
                new OllamaChatDialect(),
                CHAT.replaceFirst("}$", ", \"think\": " + think + "}"),
                Contexts.of(TranslationSettings.defaults().withReasoning(exposure)));
        UpstreamEvent summary = Streams.event("""
                {"type": "response.reasoning_summary_text.delta", "output_index": 0, "summary_index": 0,
                 "item_id": "r", "delta": "Hm."}""");

        List<JsonNode> lines = lines(Streams.encode(translation.reply(), List.of(summary, Streams.event(COMPLETED))));

        assertThat(lines.get(0).at("/message/thinking").stringValue("").equals("Hm."))
                .isEqualTo(shown);
        assertThat(translation.request().body().path("reasoning").has("summary"))
                .isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "messages": []                     | load
            "messages": null                   | load
            "messages": [], "keep_alive": "5m" | load
            "messages": [], "keep_alive": -1   | load
            "messages": [], "keep_alive": 0    | unload
            "messages": [], "keep_alive": "0s" | unload
            "messages": [], "keep_alive": "0"  | unload""")
    void chatWithoutMessagesIsAnsweredWithoutTheUpstream(String members, String reason) {
        Translation translation = chat("{\"model\": \"m\", " + members + "}");

        assertThat(translation.requests()).isEmpty();
        assertThat(translation.stream()).isFalse();
        JsonNode answer = JsonMapper.shared().readTree(translation.reply().merge(List.of()));
        assertThat(answer.path("done_reason").stringValue()).isEqualTo(reason);
        assertThat(answer.path("done").booleanValue(false)).isTrue();
        assertThat(answer.at("/message/content").stringValue()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"model\": \"m\"}", "{\"model\": \"m\", \"prompt\": \"\"}"})
    void generationWithoutPromptIsAnsweredWithoutTheUpstream(String request) {
        Translation translation = translate(new OllamaGenerateDialect(), request, Contexts.ordinary());

        assertThat(translation.requests()).isEmpty();
        JsonNode answer = JsonMapper.shared().readTree(translation.reply().merge(List.of()));
        assertThat(answer.path("response").stringValue()).isEmpty();
        assertThat(answer.path("done_reason").stringValue()).isEqualTo("load");
    }

    @Test
    void modelThatIsNotListedCannotBeLoaded() {
        ModelDirectory listing = new ModelDirectory() {
            @Override
            public Optional<ModelTraits> find(String name) {
                return KnownModels.DIRECTORY.find(name);
            }

            @Override
            public List<String> names() {
                return List.of("gpt-5.5");
            }
        };
        TranslationContext context = Contexts.knowing(listing, FileDirectory.empty());

        RequestRejected rejected = catchThrowableOfType(
                RequestRejected.class, () -> translate(new OllamaChatDialect(), "{\"model\": \"llama3\"}", context));

        assertThat(rejected.status()).isEqualTo(404);
        assertThat(rejected.error().message()).isEqualTo("model 'llama3' not found");
        assertThat(translate(new OllamaChatDialect(), "{\"model\": \"gpt-5.5:latest\"}", context)
                        .requests())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "reasoning.effort, think",
        "text.format.schema, format",
        "tools[0].parameters, tools[0].function.parameters",
        "input[0].content[0], messages[1].content",
        "instructions, messages"
    })
    void errorsOfTheUpstreamNameTheClientsMembers(String upstreamName, String name) {
        Translation translation = chat("""
                {"model": "m", "think": "high", "format": {}, "messages": [{"role": "system", "content": "s"},
                 {"role": "user", "content": "hi"}], "tools": [{"type": "function", "function": {"name": "f"}}]}""");

        UpstreamFailure failure = translation
                .failures()
                .translated(new UpstreamFailure(
                        UpstreamFailure.Kind.CLIENT,
                        400,
                        new ApiError("no", ApiError.INVALID_REQUEST, upstreamName, null),
                        Optional.empty()));

        assertThat(failure.error().param()).isEqualTo(name);
    }
}
