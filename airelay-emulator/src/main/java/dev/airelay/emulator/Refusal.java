package dev.airelay.emulator;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** An error answer: status, further headers and JSON body, in one of the backend's two shapes. */
record Refusal(int status, Headers headers, ObjectNode body) {
    private static final String INVALID_REQUEST = "invalid_request_error";

    /** The framework's shape, {@code {"detail":"…"}}. */
    static Refusal detail(int status, String text) {
        return new Refusal(status, Headers.NONE, Json.object().put("detail", text));
    }

    static Refusal detail(String text) {
        return detail(400, text);
    }

    /** The OpenAI shape with status 400 and type {@code invalid_request_error}. */
    static Refusal invalid(String message, @Nullable String param, @Nullable String code) {
        return new Refusal(400, Headers.NONE, error(INVALID_REQUEST, message, param, code));
    }

    /** A script that cannot be played: the test's fault, so it is told plainly. */
    static Refusal script(IllegalArgumentException why) {
        return detail("Emulator script: " + why.getMessage());
    }

    /** {@code {"error":{message,type,param,code}}}. */
    static ObjectNode error(String type, String message, @Nullable String param, @Nullable String code) {
        ObjectNode body = Json.object();
        body.putObject("error")
                .put("message", message)
                .put("type", type)
                .put("param", param)
                .put("code", code);
        return body;
    }

    Refusal withHeaders(Headers more) {
        return new Refusal(status, headers.with(more), body);
    }
}
