package dev.airelay.transforms;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** OpenAI's published schemas in their strict form; the server's test resources hold them for all modules. */
final class OpenAiSchemas {

    private static final Path FOLDER = Path.of("..", "airelay-server", "src", "test", "resources", "openai-schemas");

    private final SchemaRegistry registry;
    private final String id;
    private final JsonNode index = Streams.JSON.readTree(read("index.json"));

    OpenAiSchemas() {
        String text = read("openai-bundle-strict.json");
        id = Streams.JSON.readTree(text).path("$id").stringValue();
        registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Map.of(id, text)));
    }

    /** Returns the text of one of the schemas' files. */
    static String read(String file) {
        try {
            return Files.readString(FOLDER.resolve(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Returns what is wrong with a value of this definition. */
    List<String> faults(String definition, JsonNode value) {
        return registry
                .getSchema(SchemaLocation.of(id + "#/$defs/" + definition))
                .validate(value.toString(), InputFormat.JSON)
                .stream()
                .map(error -> error.getInstanceLocation() + " " + error.getMessage())
                .toList();
    }

    /** Returns what is wrong with an event of a Responses stream. */
    List<String> eventFaults(JsonNode event) {
        String type = event.path("type").stringValue("");
        String definition = index.path("stream_event_by_type").path(type).stringValue("");
        return definition.isEmpty() ? List.of("no published event has type " + type) : faults(definition, event);
    }
}
