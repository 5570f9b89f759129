package dev.airelay.transforms;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The schemas of Ollama's API; the server's test resources hold them for all modules. */
public final class OllamaSchemas {

    private static final Path FILE =
            Path.of("..", "airelay-server", "src", "test", "resources", "ollama-schemas", "ollama.json");
    private static final String DEFINITIONS = "$defs";
    private static final JsonNode BUNDLE = read();

    private OllamaSchemas() {}

    private static JsonNode read() {
        try {
            return JsonMapper.shared().readTree(Files.readString(FILE));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Returns what is wrong with the JSON text by the schema of this name. */
    public static List<String> violations(String name, String json) {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("$ref", "#/" + DEFINITIONS + "/" + name);
        root.set(DEFINITIONS, BUNDLE.path(DEFINITIONS));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(root)
                .validate(json, InputFormat.JSON)
                .stream()
                .map(Object::toString)
                .toList();
    }

    /** Returns the names of the members that the schema of this name describes. */
    public static Stream<String> members(String name) {
        return BUNDLE.path(DEFINITIONS).path(name).path("properties").propertyNames().stream();
    }
}
