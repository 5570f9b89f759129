package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Holds every JSON body and stream event against the published schemas of its API. */
final class SchemaCheck {
    private static final Map<String, String> ANTHROPIC_ANSWERS =
            Map.of("/v1/messages", "MessageAnswer", "/v1/messages/count_tokens", "CountTokensAnswer");

    private static final SchemaCheck PUBLISHED = new SchemaCheck();

    private final JsonNode index = ApiSchemas.read("openai-schemas/index.json");

    private SchemaCheck() {}

    /** Fails when an answer is not what the description of its route says. */
    static void check(String method, String path, WireAnswer answer) {
        PUBLISHED.checkAnswer(method, path, answer);
    }

    private void checkAnswer(String method, String fullPath, WireAnswer answer) {
        String path = withoutPrefix(fullPath);
        if (answer.header("request-id").isPresent()) {
            checkAnthropic(path, answer);
            return;
        }
        if (OllamaSchemaCheck.covers(path)) {
            OllamaSchemaCheck.check(path, answer);
            return;
        }
        if (path.equals("/readyz") && answer.status() == 503) {
            // A route of the relay itself, which says by the status that it is not ready: not an error of OpenAI's API.
            assertThat(answer.json()).hasToString("{\"ready\":false}");
            return;
        }
        JsonNode route = route(method, path);
        if (answer.status() >= 400) {
            if (!answer.text().isEmpty()) {
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

    private static void checkAnthropic(String path, WireAnswer answer) {
        if (answer.status() >= 400) {
            if (!answer.text().isEmpty()) {
                checkAnthropicError(answer.json());
            }
        } else if (answer.isStream()) {
            answer.frames().forEach(frame -> {
                JsonNode event = frame.json();
                String type = event.path("type").stringValue("");
                assertThat(frame.event()).isEqualTo(type);
                if (type.equals("error")) {
                    checkAnthropicError(event);
                } else if (!type.equals("ping")) {
                    ApiSchemas.ANTHROPIC.requireFit("MessageEvent", event);
                }
            });
        } else if (path.equals("/v1/models")) {
            answer.json().path("data").forEach(model -> ApiSchemas.ANTHROPIC.requireFit("ModelAnswer", model));
        } else if (ANTHROPIC_ANSWERS.containsKey(path)) {
            ApiSchemas.ANTHROPIC.requireFit(ANTHROPIC_ANSWERS.get(path), answer.json());
        }
    }

    /** The SDK's types lack one of the types that the documentation of errors has. */
    private static void checkAnthropicError(JsonNode answer) {
        JsonNode known = answer.deepCopy();
        if (known.path("error") instanceof ObjectNode error
                && error.path("type").asString("").equals("request_too_large")) {
            error.put("type", "invalid_request_error");
        }
        ApiSchemas.ANTHROPIC.requireFit("ErrorAnswer", known);
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

    private static void fits(String name, JsonNode json) {
        ApiSchemas.OPENAI.requireFit(name, json);
    }
}
