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
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * OpenAI's published schemas in their strict form, where a copy is at hand: in the folder that {@code AIRELAY_SCHEMAS}
 * names, or in {@code shared/openai-schemas} beside the project or above it.
 */
final class OpenAiSchemas {

    private static final String BUNDLE = "openai-bundle-strict.json";

    private final SchemaRegistry registry;
    private final String id;
    private final JsonNode index;

    private OpenAiSchemas(Path folder) {
        String text = read(folder.resolve(BUNDLE));
        id = Streams.JSON.readTree(text).path("$id").stringValue();
        index = Streams.JSON.readTree(read(folder.resolve("index.json")));
        registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Map.of(id, text)));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the schemas; empty when there is no copy. */
    static Optional<OpenAiSchemas> find() {
        String named = System.getenv("AIRELAY_SCHEMAS");
        Stream<Path> parents = Stream.iterate(Path.of("").toAbsolutePath(), path -> path != null, OpenAiSchemas::parent)
                .map(path -> path.resolve("shared").resolve("openai-schemas"));
        return Stream.concat(Stream.ofNullable(named).map(Path::of), parents)
                .filter(folder -> Files.isReadable(folder.resolve(BUNDLE)))
                .findFirst()
                .map(OpenAiSchemas::new);
    }

    private static @Nullable Path parent(Path path) {
        return path.getParent();
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
