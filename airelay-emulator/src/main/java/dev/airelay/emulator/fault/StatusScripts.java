package dev.airelay.emulator.fault;

import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.Headers;
import dev.airelay.emulator.http.Refusal;
import dev.airelay.emulator.http.ScriptedResponse;
import dev.airelay.emulator.script.Script;
import dev.airelay.emulator.script.ScriptCall;
import dev.airelay.emulator.script.ScriptTarget;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Scripts that answer with an HTTP status instead of a stream. */
public final class StatusScripts {
    private static final String HTML = """
            <!DOCTYPE html><html><head><title>%s</title></head><body><h1>%s</h1></body></html>
            """;
    private static final Map<String, String> UNAUTHORIZED = Map.of(
            "token_expired", "Provided authentication token is expired. Please try signing in again.",
            "token_invalidated", "Your authentication token has been invalidated. Please try signing in again.",
            "token_revoked", "Encountered invalidated oauth token for user, failing request",
            "account_deactivated", "Your account has been deactivated.");

    private StatusScripts() {}

    /** The scripts that respond with a status. */
    public static List<Script> all() {
        return Stream.concat(refusals().stream(), others().stream()).toList();
    }

    private static List<Script> refusals() {
        return List.of(
                ResponseEffect.script(
                        "unauthorized",
                        "Responds with 401; add times=1 to do so only once.",
                        Map.of("code", "token_expired, token_invalidated, token_revoked, account_deactivated or plain"),
                        StatusScripts::unauthorized),
                ResponseEffect.script(
                        "payment-required",
                        "Responds with 402 for a deactivated workspace.",
                        Map.of(),
                        (response, call, context) -> response.answering(402, detail("deactivated_workspace"))),
                ResponseEffect.script(
                        "cloudflare",
                        "Responds with 403, an HTML challenge page and cf-mitigated.",
                        Map.of(),
                        (response, call, context) -> challenge(response, 403)),
                ResponseEffect.script(
                        "html",
                        "Responds with 200 and an HTML page.",
                        Map.of("status", "another status code"),
                        (response, call, context) -> response.answering(
                                call.number("status", 200),
                                "text/html; charset=UTF-8",
                                HTML.formatted("ChatGPT", "Something went wrong"))));
    }

    private static List<Script> others() {
        return List.of(
                Script.of(
                        "upgrade-refused",
                        "Responds to the upgrade to a WebSocket with a status; clients continue over HTTP after 426.",
                        Map.of("status", "426 by default; or 404, or any other"),
                        ScriptTarget.UPGRADE,
                        (ResponseEffect) StatusScripts::refuseUpgrade),
                ResponseEffect.script(
                        "not-found",
                        "Responds with 404.",
                        Map.of(),
                        (response, call, context) ->
                                response.answering(404, Json.object().put("detail", "Not Found"))),
                ResponseEffect.script(
                        "validation-list",
                        "Responds with 422 and a list of details.",
                        Map.of(),
                        (response, call, context) -> response.answering(422, validationList())),
                ResponseEffect.script(
                        "redirect",
                        "Responds with a redirect.",
                        Map.of("status", "307 by default", "location", "where to"),
                        (response, call, context) -> response.withHeaders(Headers.of(
                                        "location", call.text("location", "https://emulator.invalid/elsewhere")))
                                .answering(call.number("status", 307), "text/plain", "")),
                ResponseEffect.script(
                        "header",
                        "Sets or removes a response header.",
                        Map.of("name", "its name", "value", "its value; without one the header is removed"),
                        StatusScripts::header),
                ResponseEffect.script(
                        "status",
                        "Responds with any status and any body.",
                        Map.of(
                                "code", "the status, 500 by default",
                                "body", "the body, JSON or text",
                                "type", "its content type",
                                "retry-after", "the value of Retry-After"),
                        StatusScripts::status));
    }

    private static ScriptedResponse refuseUpgrade(ScriptedResponse response, ScriptCall call, FaultContext context) {
        int status = call.number("status", 426);
        return response.answering(
                status, Json.object().put("detail", status == 404 ? "Not Found" : "WebSocket is not available"));
    }

    /** The page with which Cloudflare blocks a client. */
    public static ScriptedResponse challenge(ScriptedResponse response, int status) {
        return response.withHeaders(Headers.of("cf-mitigated", "challenge").with("server", "cloudflare"))
                .answering(status, "text/html; charset=UTF-8", HTML.formatted("Just a moment...", status));
    }

    private static ScriptedResponse unauthorized(ScriptedResponse response, ScriptCall call, FaultContext context) {
        String code = call.text("code", "token_expired");
        if (code.equals("plain")) {
            return response.answering(401, Refusal.UNAUTHORIZED.body());
        }
        String message = UNAUTHORIZED.get(call.oneOf("code", "token_expired", UNAUTHORIZED.keySet()));
        Refusal refusal = Refusal.unauthorized(code, message == null ? code : message);
        return response.withHeaders(refusal.headers()).answering(401, refusal.body());
    }

    private static ScriptedResponse status(ScriptedResponse response, ScriptCall call, FaultContext context) {
        ScriptedResponse changed = call.has("retry-after")
                ? response.withHeaders(Headers.of("retry-after", call.text("retry-after", "")))
                : response;
        return changed.answering(
                call.number("code", 500),
                call.text("type", "application/json"),
                call.text("body", Json.text(Json.object().put("detail", "Internal Server Error"))));
    }

    private static ScriptedResponse header(ScriptedResponse response, ScriptCall call, FaultContext context) {
        String name = call.text("name", "");
        if (!name.matches("[A-Za-z0-9-]+")) {
            throw new IllegalArgumentException("header: name must be a header name, was '" + name + "'");
        }
        return call.has("value")
                ? response.withHeaders(Headers.of(name, call.text("value", "")))
                : response.withoutHeader(name);
    }

    private static ObjectNode detail(String code) {
        ObjectNode body = Json.object();
        body.putObject("detail").put("code", code);
        return body;
    }

    private static ObjectNode validationList() {
        ObjectNode body = Json.object();
        ObjectNode first = body.putArray("detail").addObject();
        first.putArray("loc").add("body").add("input");
        first.put("msg", "Field required").put("type", "missing");
        return body;
    }
}
