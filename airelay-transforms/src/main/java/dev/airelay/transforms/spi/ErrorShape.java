package dev.airelay.transforms.spi;

import dev.airelay.base.JsonTrees;
import dev.airelay.transforms.failure.ApiError;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The form in which one API reports a failure. Stateless and safe for concurrent use. */
@FunctionalInterface
public interface ErrorShape {

    /** OpenAI's form: {@code {"error": {"message", "type", "param", "code"}}}. */
    ErrorShape OPENAI = (status, error, details) -> {
        ObjectNode envelope = error.toEnvelope();
        envelope.withObject("error").setAll(details);
        return new Rendered(status, Map.of(), JsonTrees.usual().write(envelope));
    };

    /** Anthropic's form: {@code {"type": "error", "error": {"type", "message"}}}, where the status decides on the type. */
    ErrorShape ANTHROPIC = (status, error, details) -> {
        String type = switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 529 -> "overloaded_error";
            default -> status < 500 ? "invalid_request_error" : "api_error";
        };
        ObjectNode envelope = JsonNodeFactory.instance.objectNode().put("type", "error");
        envelope.putObject("error").put("type", type).put("message", error.message());
        return new Rendered(status, Map.of(), JsonTrees.usual().write(envelope));
    };

    /** Ollama's form: {@code {"error": "message"}}. */
    ErrorShape OLLAMA = (status, error, details) -> new Rendered(
            status,
            Map.of(),
            JsonTrees.usual().write(JsonNodeFactory.instance.objectNode().put("error", error.message())));

    /**
     * Renders a failure.
     *
     * @param status the HTTP status in OpenAI's API
     * @param error the failure in OpenAI's terms
     * @param details further members of the error object; empty for most failures
     */
    Rendered render(int status, ApiError error, ObjectNode details);

    /**
     * A failure in the form of one API.
     *
     * @param status the HTTP status
     * @param headers headers that this API adds
     * @param body the JSON body
     */
    record Rendered(int status, Map<String, String> headers, byte[] body) {}
}
