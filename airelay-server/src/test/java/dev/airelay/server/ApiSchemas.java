package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The published schemas of one API, which are among the test resources. Safe for concurrent use. */
enum ApiSchemas {
    OPENAI("openai-schemas/openai-bundle-strict.json", "openai-schemas/openai-bundle.json"),
    ANTHROPIC("anthropic-schemas/anthropic-bundle.json"),
    OLLAMA("ollama-schemas/ollama.json", "ollama-schemas/ollama.json");

    private static final String DEFINITIONS = "$defs";
    private static final String MORE = "additionalProperties";

    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final ObjectNode closed;
    private final ObjectNode open;
    private final Map<String, Schema> closedSchemas = new ConcurrentHashMap<>();
    private final Map<String, Schema> openSchemas = new ConcurrentHashMap<>();

    ApiSchemas(String closed, String open) {
        this.closed = (ObjectNode) read(closed);
        this.open = (ObjectNode) read(open);
    }

    ApiSchemas(String closed) {
        this.closed = (ObjectNode) read(closed);
        this.open = opened(this.closed);
    }

    /** Returns the definitions of all schemas. */
    JsonNode definitions() {
        return closed.path(DEFINITIONS);
    }

    /**
     * Returns a random request that a schema allows, nearly always; all its calls have outputs.
     *
     * @param earlier supplies the id of a response that is kept
     */
    ObjectNode request(String schema, Random random, Supplier<String> earlier) {
        RandomJson json = new RandomJson(
                definitions(),
                switch (this) {
                    case OPENAI -> MeantValues.of(earlier);
                    case ANTHROPIC -> MeantValues.ofAnthropic();
                    case OLLAMA -> MeantValues.ofOllama();
                },
                random);
        ObjectNode request = (ObjectNode) json.ofDefinition(schema);
        return switch (this) {
            case OPENAI -> new PairedCalls(json::ofDefinition).pair(request);
            case ANTHROPIC -> new PairedToolUses(json::ofDefinition).pair(request);
            case OLLAMA -> pairedByOrder(request);
        };
    }

    /** Gives every call of a random conversation its output, without a name or an id. */
    private static ObjectNode pairedByOrder(ObjectNode request) {
        if (!(request.path("messages") instanceof ArrayNode messages)) {
            return request;
        }
        ArrayNode paired = request.putArray("messages");
        for (JsonNode message : messages) {
            if (!message.path("role").stringValue("").equals("assistant")) {
                ((ObjectNode) message).remove("tool_calls");
            } else {
                ((ObjectNode) message).remove("images");
            }
            boolean output = message.path("role").stringValue("").equals("tool");
            if (!output) {
                paired.add(message);
            }
            if (message.path("role").stringValue("").equals("assistant")) {
                message.path("tool_calls")
                        .forEach(call -> paired.addObject().put("role", "tool").put("content", "done"));
            }
        }
        if (paired.isEmpty()) {
            paired.addObject().put("role", "user").put("content", "hello");
        }
        return request;
    }

    /** Returns whether the schema accepts the value. Unknown members are ignored. */
    boolean allows(String name, JsonNode json) {
        return openSchemas
                .computeIfAbsent(name, asked -> schema(asked, open))
                .validate(json)
                .isEmpty();
    }

    /** Fails unless the value is what the schema says, without further members. */
    void requireFit(String name, JsonNode json) {
        assertThat(closedSchemas
                        .computeIfAbsent(name, asked -> schema(asked, closed))
                        .validate(json))
                .as("%s: %s", name, json)
                .isEmpty();
    }

    /** Returns a file of the schemas. */
    static JsonNode read(String file) {
        try {
            return JsonMapper.shared()
                    .readTree(Files.readAllBytes(
                            Path.of("src", "test", "resources").resolve(file)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private Schema schema(String name, ObjectNode bundle) {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("$ref", "#/" + DEFINITIONS + "/" + name);
        root.set(DEFINITIONS, bundle.path(DEFINITIONS));
        return registry.getSchema(root);
    }

    private static ObjectNode opened(ObjectNode closed) {
        ObjectNode open = closed.deepCopy();
        open.findParents(MORE).stream()
                .map(ObjectNode.class::cast)
                .filter(schema -> schema.path(MORE).isBoolean())
                .forEach(schema -> schema.remove(MORE));
        return open;
    }
}
