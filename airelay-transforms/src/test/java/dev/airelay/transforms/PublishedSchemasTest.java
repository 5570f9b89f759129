package dev.airelay.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.event.UpstreamEvent;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Holds everything that clients receive to OpenAI's published SCHEMAS. */
class PublishedSchemasTest {

    /**
     * The schema of chat's stream has no form for custom tool calls, so ours follows the object's; and reasoning has no
     * form anywhere, which the schemas at hand know by its most common name alone.
     */
    private static final Set<String> WITHOUT_CHAT_STREAM_SCHEMA = Set.of(
            "custom-tool-call",
            "items-never-added",
            "reasoning-as-details",
            "reasoning-as-reasoning",
            "reasoning-details-of-several-items",
            "reasoning-raw-text-as-details");

    /** An event that the upstream of one case sends before anyone has described it. */
    private static final String NOT_YET_PUBLISHED = "response.brand_new.event";

    private static final OpenAiSchemas SCHEMAS = new OpenAiSchemas();

    static List<GoldenCase> cases() {
        return GoldenCase.all();
    }

    static List<GoldenCase> casesWithChatStreamSchema() {
        return GoldenCase.all().stream()
                .filter(golden -> !WITHOUT_CHAT_STREAM_SCHEMA.contains(golden.toString()))
                .toList();
    }

    private static List<UpstreamEvent> events(GoldenCase golden) {
        byte[] events = golden.events();
        return Streams.events(events, events.length);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("casesWithChatStreamSchema")
    void chatChunksAreValid(GoldenCase golden) {
        for (JsonNode chunk : Streams.frames(Streams.encode(golden.chat(), events(golden)))) {
            String definition = chunk.has("error") ? "ErrorResponse" : "CreateChatCompletionStreamResponse";
            assertThat(SCHEMAS.faults(definition, chunk)).as(chunk.toString()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void completionsChunksAreValid(GoldenCase golden) {
        for (JsonNode chunk : Streams.frames(Streams.encode(golden.completions(), events(golden)))) {
            String definition = chunk.has("error") ? "ErrorResponse" : "CreateCompletionResponse";
            assertThat(SCHEMAS.faults(definition, chunk)).as(chunk.toString()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void responsesEventsAreValid(GoldenCase golden) {
        for (JsonNode event : Streams.frames(Streams.encode(golden.responses(), events(golden)))) {
            if (!event.path("type").stringValue("").equals(NOT_YET_PUBLISHED)) {
                assertThat(SCHEMAS.eventFaults(event)).as(event.toString()).isEmpty();
            }
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
        return shown.has("failure") ? SCHEMAS.faults("Error", shown.path("error")) : SCHEMAS.faults(definition, shown);
    }
}
