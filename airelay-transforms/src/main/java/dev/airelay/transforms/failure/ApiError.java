package dev.airelay.transforms.failure;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The four members of OpenAI's error object.
 *
 * @param message the problem, the value and the fix; never a secret
 * @param type OpenAI's error family, for example {@code invalid_request_error}
 * @param param path of the offending request member, or null
 * @param code machine-readable reason, or null
 */
public record ApiError(
        String message,
        String type,
        @Nullable String param,
        @Nullable String code) {

    /** Type of every error that the client can fix by changing its request. */
    public static final String INVALID_REQUEST = "invalid_request_error";

    /** Type of errors that the client did not cause. */
    public static final String SERVER_ERROR = "server_error";

    /** Type of errors of the relay's own login, which only its user can fix. */
    public static final String UPSTREAM_AUTH = "upstream_auth_error";

    /** Returns an {@code invalid_request_error} about one request member. */
    public static ApiError invalid(String param, String code, String message) {
        return new ApiError(message, INVALID_REQUEST, param, code);
    }

    /**
     * Returns the message for an API whose errors have no {@code param}: with the member's name, unless it already contains
     * it.
     */
    public String messageWithParam() {
        return param == null || param.isEmpty() || message.contains(param) ? message : param + ": " + message;
    }

    /** Returns this error's members, all four always present. */
    public ObjectNode toNode() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("message", message)
                .put("type", type)
                .put("param", param)
                .put("code", code);
    }

    /** Returns the envelope {@code {"error":{…}}} that OpenAI's clients parse. */
    public ObjectNode toEnvelope() {
        ObjectNode envelope = JsonNodeFactory.instance.objectNode();
        envelope.set("error", toNode());
        return envelope;
    }
}
