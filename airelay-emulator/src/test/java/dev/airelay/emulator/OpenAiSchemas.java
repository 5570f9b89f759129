package dev.airelay.emulator;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI's published schemas of stream events, when they are at hand. */
final class OpenAiSchemas {
    private static final String DEFINITIONS = "$defs";
    private static final String WHERE = "AIRELAY_SCHEMAS";

    private final JsonNode byType;
    private final ObjectNode bundle;
    private final Map<String, Schema> schemas = new HashMap<>();
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private OpenAiSchemas(Path folder) {
        byType = read(folder.resolve("index.json")).path("stream_event_by_type");
        bundle = (ObjectNode) read(folder.resolve("openai-bundle.json"));
    }

    /**
     * The schemas in the folder named by {@code AIRELAY_SCHEMAS} (system property, then environment), else in
     * {@code shared/openai-schemas} beside this checkout or further up.
     */
    static Optional<OpenAiSchemas> find() {
        String named = System.getProperty(WHERE, System.getenv().getOrDefault(WHERE, ""));
        Stream<Path> above = Stream.iterate(Path.of("").toAbsolutePath(), path -> path != null, Path::getParent)
                .map(folder -> folder.resolve("shared").resolve("openai-schemas"));
        return (named.isEmpty() ? above : Stream.of(Path.of(named)))
                .filter(folder -> Files.isRegularFile(folder.resolve("index.json")))
                .findFirst()
                .map(OpenAiSchemas::new);
    }

    /** What is wrong with an event; an event whose type the schemas do not know is wrong. */
    List<String> faults(JsonNode event) {
        String name = Json.string(byType, Json.string(event, "type"));
        if (name.isEmpty()) {
            return List.of("no schema for " + event);
        }
        return schemas.computeIfAbsent(name, this::schema).validate(event).stream()
                .map(Error::toString)
                .toList();
    }

    private Schema schema(String name) {
        ObjectNode root = Json.object().put("$ref", "#/" + DEFINITIONS + "/" + name);
        root.set(DEFINITIONS, bundle.path(DEFINITIONS));
        return registry.getSchema(root);
    }

    private static JsonNode read(Path file) {
        try {
            return Json.read(Files.readAllBytes(file)).orElseThrow();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
