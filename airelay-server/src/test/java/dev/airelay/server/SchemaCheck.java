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
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Holds every JSON body and stream event against OpenAI's published schemas, which are among the test resources. */
final class SchemaCheck {
    private static final Path FOLDER = Path.of("src", "test", "resources", "openai-schemas");
    private static final String DEFINITIONS = "$defs";
    private static final SchemaCheck PUBLISHED = new SchemaCheck();

    private final JsonNode index;
    private final ObjectNode bundle;
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();
    private final ObjectNode openBundle;
    private final Map<String, Schema> open = new ConcurrentHashMap<>();

    private SchemaCheck() {
        index = read("index.json");
        bundle = (ObjectNode) read(index.path("strict").stringValue());
        openBundle = (ObjectNode) read(index.path("bundle").stringValue());
    }

    /** Fails when an answer is not what OpenAI's description of its route says. */
    static void check(String method, String path, WireAnswer answer) {
        PUBLISHED.checkAnswer(method, path, answer);
    }

    /** Returns the definitions of all schemas. */
    static JsonNode definitions() {
        return PUBLISHED.bundle.path(DEFINITIONS);
    }

    /** Returns whether the schemas allow the value with whatever members they do not know. */
    static boolean allows(String name, JsonNode json) {
        return PUBLISHED
                .open
                .computeIfAbsent(name, asked -> PUBLISHED.schema(asked, PUBLISHED.openBundle))
                .validate(json)
                .isEmpty();
    }

    private void checkAnswer(String method, String path, WireAnswer answer) {
        if (answer.header("request-id").isPresent()) {
            // Anthropic's API, which has schemas of its own.
            return;
        }
        if (OllamaSchemaCheck.covers(withoutPrefix(path))) {
            OllamaSchemaCheck.check(withoutPrefix(path), answer);
            return;
        }
        JsonNode route = route(method, withoutPrefix(path));
        if (answer.status() >= 400) {
            if (!answer.text().isEmpty() && !ofOtherApi(path)) {
                fits("ErrorResponse", withoutExtensions(answer.json()));
            }
        } else if (answer.isStream()) {
            answer.frames().stream().filter(frame -> !frame.isDone()).forEach(frame -> checkEvent(route, frame));
        } else if (route != null
                && !answer.text().isEmpty()
                && answer.header("content-type").orElse("").startsWith("application/json")) {
            fits(route.path("response").stringValue(), withoutExtensions(answer.json()));
        }
    }

    /** Whether a path is another API's, whose failures have a form of their own. */
    private static boolean ofOtherApi(String path) {
        return path.startsWith("/v1/messages");
    }

    private void checkEvent(@Nullable JsonNode route, SseFrame frame) {
        assertThat(route).as("a stream from a route that has none").isNotNull();
        JsonNode event = frame.json();
        String type = event.path("type").stringValue("");
        if (!type.isEmpty()) {
            String name = index.path("stream_event_by_type").path(type).stringValue("");
            assertThat(name).as("schema of %s", event).isNotEmpty();
            fits(name, withoutExtensions(event));
        } else if (event.has("error")) {
            fits("ErrorResponse", event);
        } else {
            fits(route.path("stream_event").stringValue(), withoutExtensions(event));
        }
    }

    private @Nullable JsonNode route(String method, String path) {
        for (JsonNode route : index.path("routes")) {
            String pattern = route.path("path").stringValue("").replaceAll("\\{[^}]*\\}", "[^/]+");
            if (route.path("method").stringValue("").equals(method) && path.matches(pattern)) {
                return route;
            }
        }
        return null;
    }

    /**
     * The schemas are strict; what the relay adds to models and to errors about limits, and how it streams calls of custom
     * tools and details of reasoning, is documented. Of the upstream's items one has a member that the schemas lack.
     */
    private static JsonNode withoutExtensions(JsonNode answer) {
        JsonNode known = answer.deepCopy();
        if (known.path("error") instanceof ObjectNode error) {
            error.remove(List.of("plan_type", "resets_at", "resets_in_seconds", "windows"));
        }
        for (JsonNode entry : known.path("data").isArray() ? known.path("data") : List.of(known)) {
            if (entry instanceof ObjectNode model
                    && model.path("object").asString("").equals("model")) {
                model.remove(List.of("airelay", "context_length"));
            }
        }
        for (JsonNode call : known.at("/choices/0/delta/tool_calls")) {
            if (call.path("type").asString("").equals("custom")) {
                ((ObjectNode) call).remove(List.of("type", "custom"));
            }
        }
        known.findParents("b64_json").forEach(image -> ((ObjectNode) image).remove("file_id"));
        known.findParents("url").stream()
                .filter(image -> image.path("url").asString("").contains("/v1/files/"))
                .forEach(image -> ((ObjectNode) image).remove("file_id"));
        if (known.at("/choices/0/delta") instanceof ObjectNode delta && delta.has("reasoning_details")) {
            delta.remove(List.of("reasoning", "reasoning_details"));
        }
        known.findParents("output_format").stream()
                .filter(item -> item.path("type").asString("").equals("image_generation_call"))
                .forEach(item -> ((ObjectNode) item).remove("output_format"));
        return known;
    }

    private static String withoutPrefix(String path) {
        return path.startsWith("/no-tools/") ? path.substring("/no-tools".length()) : path;
    }

    private void fits(String name, JsonNode json) {
        assertThat(schemas.computeIfAbsent(name, asked -> schema(asked, bundle)).validate(json))
                .as("%s: %s", name, json)
                .isEmpty();
    }

    private Schema schema(String name, ObjectNode bundle) {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("$ref", "#/" + DEFINITIONS + "/" + name);
        root.set(DEFINITIONS, bundle.path(DEFINITIONS));
        return registry.getSchema(root);
    }

    private static JsonNode read(String file) {
        try {
            return JsonMapper.shared().readTree(Files.readAllBytes(FOLDER.resolve(file)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
