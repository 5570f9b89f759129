package dev.airelay.emulator.fault;

import dev.airelay.emulator.http.Refusal;
import dev.airelay.emulator.http.ScriptedResponse;
import dev.airelay.emulator.http.StreamEvent;
import dev.airelay.emulator.script.Script;
import dev.airelay.emulator.script.ScriptCall;
import dev.airelay.emulator.turn.RateLimits;
import dev.airelay.emulator.turn.TurnEvents;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Scripts for the backend's own failures. Each can come before the stream as an HTTP status, as the first event, or in
 * the middle of the stream.
 */
public final class FailureScripts {
    private static final Map<String, String> KEYS = Map.of(
            "at", "http, first (the default) or middle",
            "after", "with at=middle: after how many deltas (1 by default)",
            "form", "failed (response.failed, the default), error (a bare error event, nested) or flat",
            "status", "with at=http: the status code",
            "delay", "for rate_limit_exceeded: the wait that its message names, such as 1.3s",
            "resets", "for usage_limit_reached: at, in, both (the default) or none",
            "message", "the message",
            "param", "in a stream: the request member that it names");
    private static final String USED_UP = "usage_limit_reached";
    private static final Set<String> RESETS = Set.of("at", "in", "both", "none");

    private FailureScripts() {}

    /** A failure's wire code, type, status before the stream, and message. */
    private record Failure(String code, String type, int status, String message) {}

    private static final List<Failure> FAILURES = List.of(
            new Failure(
                    "context_length_exceeded",
                    "invalid_request_error",
                    400,
                    "Your input exceeds the context window of this model. Please adjust your input and try again."),
            new Failure(
                    "insufficient_quota",
                    "insufficient_quota",
                    429,
                    "You exceeded your current quota, please check your plan and billing details."),
            new Failure(USED_UP, "usage_limit_reached", 429, "The usage limit has been reached"),
            new Failure("usage_not_included", "usage_not_included", 429, "Your plan does not include Codex."),
            new Failure(
                    "rate_limit_exceeded",
                    "rate_limit_error",
                    429,
                    "Rate limit reached for this model. Please try again in {delay}."),
            new Failure(
                    "server_is_overloaded",
                    "service_unavailable_error",
                    503,
                    "Our servers are currently overloaded. Please try again later."),
            new Failure("slow_down", "service_unavailable_error", 503, "Slow down. Please try again later."),
            new Failure(
                    "at_capacity", "server_error", 503, "Selected model is at capacity. Please try a different model."),
            new Failure(
                    "cyber_policy",
                    "invalid_request_error",
                    400,
                    "This request was flagged for possible cybersecurity risk."),
            new Failure(
                    "bio_policy", "invalid_request_error", 400, "This request was flagged for possible biology risk."),
            new Failure("invalid_prompt", "invalid_request_error", 400, "Invalid prompt."),
            new Failure(
                    "invalid_encrypted_content",
                    "invalid_request_error",
                    400,
                    "The encrypted content could not be verified."),
            new Failure("invalid_request_error", "invalid_request_error", 400, "The request is invalid."),
            new Failure(
                    "server_error",
                    "server_error",
                    500,
                    "An error occurred while processing your request. You can retry your request."),
            new Failure("internal_server_error", "server_error", 500, "Internal server error."),
            new Failure("emulated_unknown_error", "emulated_unknown_error", 500, "An error that no client knows."));

    /** One script for each failure. */
    public static List<Script> all() {
        return FAILURES.stream()
                .map(failure -> ResponseEffect.script(
                        failure.code,
                        "Fails with " + failure.code + ".",
                        KEYS,
                        (response, call, context) -> fail(failure, response, call, context)))
                .toList();
    }

    private static ScriptedResponse fail(
            Failure failure, ScriptedResponse response, ScriptCall call, FaultContext context) {
        String message = call.text("message", failure.message.replace("{delay}", call.text("delay", "1.3s")));
        String fallback = response.isStream() ? "first" : "http";
        ScriptedResponse planned = failure.code.equals(USED_UP) ? usedUp(response, call, context.limits()) : response;
        return switch (call.oneOf("at", fallback, Set.of("http", "first", "middle"))) {
            case "http" ->
                planned.answering(
                        call.number("status", failure.status), body(failure, message, call, context.limits()));
            case "first" -> planned.mapEvents(events -> List.of(event(failure, message, call, context)));
            default ->
                planned.mapEvents(events -> {
                    List<StreamEvent> begun = EventLists.untilDelta(events, call.number("after", 1));
                    begun.add(event(failure, message, call, context));
                    return begun;
                });
        };
    }

    private static ScriptedResponse usedUp(ScriptedResponse response, ScriptCall call, RateLimits limits) {
        limits.usedUp(!call.oneOf("resets", "both", RESETS).equals("none"));
        return limits.applyTo(response);
    }

    private static ObjectNode body(Failure failure, String message, ScriptCall call, RateLimits limits) {
        boolean limit = failure.type.startsWith("usage_");
        ObjectNode body = Refusal.error(failure.type, message, null, code(failure));
        if (limit) {
            // The plan's limits are named by type; code and param are absent.
            ObjectNode error = body.withObject("/error");
            error.remove(List.of("code", "param"));
            resets(error.put("plan_type", RateLimits.PLAN), call, limits);
        }
        return body;
    }

    private static void resets(ObjectNode error, ScriptCall call, RateLimits limits) {
        String form = call.oneOf("resets", "both", RESETS);
        if (form.equals("at") || form.equals("both")) {
            error.put("resets_at", limits.resetAt(RateLimits.USED_UP_SECONDS));
        }
        if (form.equals("in") || form.equals("both")) {
            error.put("resets_in_seconds", RateLimits.USED_UP_SECONDS);
        }
    }

    private static StreamEvent event(Failure failure, String message, ScriptCall call, FaultContext context) {
        StreamEvent event = unnamed(failure, message, call, context);
        String param = call.text("param", "");
        if (!param.isEmpty()) {
            for (String place : List.of("/response/error", "/error", "")) {
                if (event.json().at(place) instanceof ObjectNode error) {
                    error.put("param", param);
                    break;
                }
            }
        }
        return event;
    }

    private static StreamEvent unnamed(Failure failure, String message, ScriptCall call, FaultContext context) {
        String form = call.oneOf("form", "failed", Set.of("failed", "error", "flat"));
        if (form.equals("failed")) {
            return TurnEvents.about(
                    "response.failed",
                    context.responseObject()
                            .failed(failure.code.equals("at_capacity") ? "server_error" : failure.code, message));
        }
        StreamEvent event = StreamEvent.of("error");
        if (form.equals("error")) {
            event.json().setAll(Refusal.error(failure.type, message, null, code(failure)));
        } else {
            event.json().put("code", code(failure)).put("message", message).putNull("param");
        }
        return event;
    }

    /** The code on the wire; some failures are named by their type or text alone. */
    private static @Nullable String code(Failure failure) {
        return Set.of("at_capacity", "invalid_request_error").contains(failure.code) ? null : failure.code;
    }
}
