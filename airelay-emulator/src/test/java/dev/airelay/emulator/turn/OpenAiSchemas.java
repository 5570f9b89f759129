package dev.airelay.emulator.turn;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.airelay.emulator.common.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI's published schemas of stream events; the server's test resources hold them for all modules. */
final class OpenAiSchemas {
    private static final Path FOLDER = Path.of("..", "airelay-server", "src", "test", "resources", "openai-schemas");
    private static final String DEFINITIONS = "$defs";

    private final JsonNode byType = read("index.json").path("stream_event_by_type");
    private final JsonNode bundle = read("openai-bundle.json");
    private final Map<String, Schema> schemas = new HashMap<>();
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    /** The faults of an event; a type that the schemas do not know is a fault. */
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

    private static JsonNode read(String file) {
        try {
            return Json.read(Files.readAllBytes(FOLDER.resolve(file))).orElseThrow();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
