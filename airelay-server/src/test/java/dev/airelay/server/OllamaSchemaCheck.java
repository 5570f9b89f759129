package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Holds every answer and line of Ollama's API against its schemas, which are among the test resources. */
final class OllamaSchemaCheck {
    private static final Path FILE = Path.of("src", "test", "resources", "ollama-schemas", "ollama.json");
    private static final String DEFINITIONS = "$defs";
    private static final JsonNode BUNDLE = read();
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Map<String, Schema> SCHEMAS = new ConcurrentHashMap<>();
    private static final Map<String, String> WHOLE = Map.of(
            "/api/version", "VersionResponse",
            "/api/tags", "ListResponse",
            "/api/ps", "PsResponse",
            "/api/show", "ShowResponse",
            "/api/chat", "ChatResponse",
            "/api/generate", "GenerateResponse",
            "/api/pull", "StatusResponse");

    private OllamaSchemaCheck() {}

    private static JsonNode read() {
        try {
            return JsonMapper.shared().readTree(Files.readAllBytes(FILE));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Whether the path is one of Ollama's API. */
    static boolean covers(String path) {
        return path.startsWith("/api/") && !path.equals("/api/hello");
    }

    /** Fails when an answer is not what the schemas say of its route. */
    static void check(String path, WireAnswer answer) {
        if (answer.text().isEmpty()) {
            return;
        }
        if (answer.status() >= 400) {
            fits("ErrorResponse", answer.json());
            return;
        }
        String whole = WHOLE.get(path);
        assertThat(whole).as("a body from %s", path).isNotNull();
        List<JsonNode> lines = answer.lines();
        assertThat(answer.isOfLines() || lines.size() == 1).as(answer::text).isTrue();
        for (JsonNode line : lines) {
            fits(schemaOf(line, whole), line);
        }
    }

    private static String schemaOf(JsonNode line, String whole) {
        if (line.has("error")) {
            return "ErrorResponse";
        }
        boolean generation = line.has("done");
        if (!generation || !line.path("done").booleanValue(false)) {
            return generation ? whole.replace("Response", "StreamEvent") : whole;
        }
        boolean loaded =
                List.of("load", "unload").contains(line.path("done_reason").stringValue(""));
        return loaded ? whole.replace("Response", "LoadResponse") : whole;
    }

    private static void fits(String name, JsonNode json) {
        assertThat(schema(name).validate(json)).as("%s: %s", name, json).isEmpty();
    }

    private static Schema schema(String name) {
        return SCHEMAS.computeIfAbsent(name, asked -> {
            ObjectNode root = JsonNodeFactory.instance.objectNode().put("$ref", "#/" + DEFINITIONS + "/" + asked);
            root.set(DEFINITIONS, BUNDLE.path(DEFINITIONS));
            return REGISTRY.getSchema(root);
        });
    }
}
