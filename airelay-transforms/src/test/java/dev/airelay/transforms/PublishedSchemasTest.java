package dev.airelay.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.airelay.transforms.event.UpstreamEvent;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Holds everything that clients receive to OpenAI's published schemas. */
class PublishedSchemasTest {

    /**
     * The schema of chat's stream has no form for custom tool calls, so ours follows the object's; and reasoning has no
     * form anywhere, which the schemas at hand know by its most common name alone.
     */
    private static final Set<String> WITHOUT_CHAT_STREAM_SCHEMA =
            Set.of("custom-tool-call", "items-never-added", "reasoning-as-reasoning");

    private static OpenAiSchemas schemas;

    @BeforeAll
    static void loadSchemas() {
        Optional<OpenAiSchemas> found = OpenAiSchemas.find();
        assumeTrue(found.isPresent(), "no copy of OpenAI's schemas is at hand");
        schemas = found.get();
    }

    static List<GoldenCase> cases() {
        return GoldenCase.all();
    }

    private static List<UpstreamEvent> events(GoldenCase golden) {
        byte[] events = golden.events();
        return Streams.events(events, events.length);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void chatChunksAreValid(GoldenCase golden) {
        assumeTrue(!WITHOUT_CHAT_STREAM_SCHEMA.contains(golden.toString()));

        for (JsonNode chunk : Streams.frames(Streams.encode(golden.chat(), events(golden)))) {
            String definition = chunk.has("error") ? "ErrorResponse" : "CreateChatCompletionStreamResponse";
            assertThat(schemas.faults(definition, chunk)).as(chunk.toString()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void completionsChunksAreValid(GoldenCase golden) {
        for (JsonNode chunk : Streams.frames(Streams.encode(golden.completions(), events(golden)))) {
            String definition = chunk.has("error") ? "ErrorResponse" : "CreateCompletionResponse";
            assertThat(schemas.faults(definition, chunk)).as(chunk.toString()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void responsesEventsAreValid(GoldenCase golden) {
        for (JsonNode event : Streams.frames(Streams.encode(golden.responses(), events(golden)))) {
            assertThat(schemas.eventFaults(event)).as(event.toString()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void objectsAreValid(GoldenCase golden) {
        JsonNode chat = Streams.shown(Streams.collect(golden.chat(), events(golden)));
        JsonNode response = Streams.shown(Streams.collect(golden.responses(), events(golden)));

        assertThat(faults("CreateChatCompletionResponse", chat))
                .as(chat.toString())
                .isEmpty();
        JsonNode completion = Streams.shown(Streams.collect(golden.completions(), events(golden)));
        assertThat(faults("CreateCompletionResponse", completion))
                .as(completion.toString())
                .isEmpty();
        assertThat(faults("Response", response)).as(response.toString()).isEmpty();
    }

    private static List<String> faults(String definition, JsonNode shown) {
        return shown.has("failure") ? schemas.faults("Error", shown.path("error")) : schemas.faults(definition, shown);
    }
}
