package dev.airelay.transforms.spi;

import dev.airelay.base.JsonTrees;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.FailureClassifier;
import dev.airelay.transforms.json.Json;
import java.util.Map;
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

    /** Ollama's form: {@code {"error": "message"}}. Its clients know an unknown model by the status. */
    ErrorShape OLLAMA = (status, error, details) -> new Rendered(
            FailureClassifier.MODEL_NOT_FOUND.equals(error.code()) ? 404 : status,
            Map.of(),
            JsonTrees.usual().write(Json.object().put("error", error.messageWithParam())));

    /** Returns the form of the failures of one request; the same one for an API whose errors do not name it. */
    default ErrorShape forRequest(String requestId) {
        return this;
    }

    /**
     * Renders a failure.
     *
     * @param status the HTTP status in OpenAI's API
     * @param error the failure in OpenAI's terms
     * @param details additional members of the error object; empty for most failures
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
