package dev.airelay.emulator.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airelay.emulator.common.Json;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** An error answer: status, further headers and JSON body, in one of the backend's two shapes. */
public record Refusal(int status, Headers headers, ObjectNode body) {
    /** The 401 without an error code. */
    public static final Refusal UNAUTHORIZED = detail(401, "Unauthorized");

    private static final String INVALID_REQUEST = "invalid_request_error";

    /** The framework's shape, {@code {"detail":"…"}}. */
    public static Refusal detail(int status, String text) {
        return new Refusal(status, Headers.NONE, Json.object().put("detail", text));
    }

    /** The framework's shape with status 400. */
    public static Refusal detail(String text) {
        return detail(400, text);
    }

    /** The OpenAI shape with status 400 and type {@code invalid_request_error}. */
    public static Refusal invalid(String message, @Nullable String param, @Nullable String code) {
        return new Refusal(400, Headers.NONE, error(INVALID_REQUEST, message, param, code));
    }

    /** A 401 with a message and no code. */
    public static Refusal unauthorized(String message) {
        return new Refusal(401, Headers.NONE, error(INVALID_REQUEST, message, null, null));
    }

    /** A 401 with an error code, in the body and in the two headers that repeat it. */
    public static Refusal unauthorized(String code, String message) {
        ObjectNode body = error(INVALID_REQUEST, message, null, code);
        Headers headers = Headers.of("x-openai-authorization-error", code)
                .with(
                        "x-error-json",
                        Base64.getEncoder().encodeToString(Json.text(body).getBytes(UTF_8)));
        return new Refusal(401, headers, body);
    }

    /** A script that cannot be played: the test's fault, so the message names the cause. */
    public static Refusal script(IllegalArgumentException why) {
        return detail("Emulator script: " + why.getMessage());
    }

    /** {@code {"error":{message,type,param,code}}}. */
    public static ObjectNode error(String type, String message, @Nullable String param, @Nullable String code) {
        ObjectNode body = Json.object();
        body.putObject("error")
                .put("message", message)
                .put("type", type)
                .put("param", param)
                .put("code", code);
        return body;
    }

    /** This refusal with more headers. */
    public Refusal withHeaders(Headers more) {
        return new Refusal(status, headers.with(more), body);
    }
}
