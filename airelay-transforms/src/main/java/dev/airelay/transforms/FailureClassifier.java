package dev.airelay.transforms;

import dev.airelay.transforms.UpstreamFailure.Kind;
import dev.airelay.transforms.event.UpstreamEvent;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sorts the upstream's failures into limit, client and server, and words them for the client. Pure: safe for concurrent
 * use.
 *
 * <p>Limits count first, because they come under many statuses. Messages, codes and parameters of client errors are kept
 * as they come; web pages and credentials never get through.
 */
public final class FailureClassifier {

    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final String UPGRADE =
            "The ChatGPT plan of the stored login does not include Codex. Upgrade the plan or sign in with another"
                    + " account: airelay login";
    private static final String REJECTED =
            "The upstream no longer accepts the ChatGPT login that AIRelay stores. Sign in again with: airelay login";
    private static final String CHALLENGE =
            "The network in front of the upstream refused this machine (status 403, not JSON). Try again later or from"
                    + " another network.";
    /** What the upstream says of a model that it does not have, and of one that it keeps from older clients. */
    private static final String NOT_SERVED = "model is not supported when using Codex";

    private static final String NOT_SERVED_ADVICE =
            " GET /v1/models lists what is. A new model may need a higher upstream.client_version in AIRelay's"
                    + " configuration.";

    private FailureClassifier() {}

    /**
     * Returns the failure that a {@code response.failed} or {@code error} event reports, nested or flat.
     *
     * @param failureEvent the event
     * @param epochSeconds the current time, from which reset times are counted
     */
    public static UpstreamFailure ofEvent(UpstreamEvent failureEvent, long epochSeconds) {
        JsonNode json = tree(failureEvent.json());
        ErrorReport report = ErrorReport.of(json);
        UpstreamHeaders headers = name -> header(json.path("headers"), name);
        int status = json.path("status").isInt() ? json.path("status").intValue() : 0;
        if (status >= 400) {
            return ofReport(status, report, headers, epochSeconds);
        }
        FailureRule rule = FailureRule.of(report);
        return failure(
                rule, rule.status(), report, RetryDelay.of(report, headers, rule == FailureRule.LIMIT, epochSeconds));
    }

    /**
     * Returns the failure that an HTTP answer reports which is not an event stream.
     *
     * @param status the answer's status
     * @param headers the answer's headers
     * @param body the answer's body as far as it came
     * @param epochSeconds the current time, from which reset times are counted
     */
    public static UpstreamFailure ofHttp(int status, UpstreamHeaders headers, byte[] body, long epochSeconds) {
        JsonNode json = tree(body);
        if (status == 403 && !json.isObject()) {
            return UpstreamFailure.server(502, "upstream_challenge", CHALLENGE);
        }
        return ofReport(status, ErrorReport.of(json), headers, epochSeconds);
    }

    private static UpstreamFailure ofReport(
            int status, ErrorReport report, UpstreamHeaders headers, long epochSeconds) {
        FailureRule rule = FailureRule.of(report);
        if (rule == FailureRule.SERVER || rule == FailureRule.CLIENT) {
            rule = byStatus(status, rule);
        }
        Optional<Duration> wait = RetryDelay.of(report, headers, rule == FailureRule.LIMIT, epochSeconds);
        int shown = switch (rule) {
            case CLIENT -> status >= 400 && status < 500 ? status : rule.status();
            case SERVER -> status == 503 || status == 504 ? status : rule.status();
            default -> rule.status();
        };
        ErrorReport told = report.isEmpty() ? silent(status) : report;
        return failure(rule, shown, told, wait);
    }

    private static FailureRule byStatus(int status, FailureRule named) {
        return switch (status) {
            case 401 -> FailureRule.LOGIN;
            case 429 -> FailureRule.LIMIT;
            default -> status >= 400 && status < 500 ? FailureRule.CLIENT : named;
        };
    }

    private static ErrorReport silent(int status) {
        String message = status >= 200 && status < 400
                ? "The upstream answered with status " + status
                        + " where an event stream was expected. Check the configured base URL."
                : "The upstream reported a failure without a message (status " + status + ").";
        return new ErrorReport(message, "", "", "", Optional.empty(), Optional.empty());
    }

    private static UpstreamFailure failure(
            FailureRule rule, int status, ErrorReport report, Optional<Duration> retryAfter) {
        ApiError error = new ApiError(
                message(rule, report), type(rule, report), orNull(SafeText.shown(report.param())), code(rule, report));
        return new UpstreamFailure(rule.kind(), status, error, retryAfter);
    }

    private static @Nullable String code(FailureRule rule, ErrorReport report) {
        if (rule == FailureRule.OVERLOAD && !rule.hasName(report.code())) {
            // Told by its type or text alone: a code beside that, such as server_error, would hide it.
            return defaultCode(rule);
        }
        if (rule.kind() == Kind.CLIENT && rule != FailureRule.NO_PLAN) {
            return orNull(report.code());
        }
        return report.reason().isEmpty() ? defaultCode(rule) : report.reason();
    }

    private static String type(FailureRule rule, ErrorReport report) {
        boolean ours = rule == FailureRule.LOGIN || rule == FailureRule.NO_PLAN;
        boolean namesPlan = rule == FailureRule.LIMIT && !report.code().startsWith("rate_limit");
        return rule.type(ours ? null : namesPlan ? report.reason() : report.type());
    }

    private static String defaultCode(FailureRule rule) {
        return switch (rule) {
            case LIMIT -> "rate_limit_exceeded";
            case LOGIN -> "upstream_auth_rejected";
            case OVERLOAD -> "server_is_overloaded";
            default -> "upstream_error";
        };
    }

    private static String message(FailureRule rule, ErrorReport report) {
        if (rule == FailureRule.LOGIN) {
            return REJECTED;
        }
        boolean usable = !report.message().isBlank() && !SafeText.isMarkup(report.message());
        if (!usable) {
            return rule == FailureRule.NO_PLAN ? UPGRADE : "The upstream reported a failure without a message.";
        }
        String shown = SafeText.shown(report.message());
        return shown.contains(NOT_SERVED) ? shown + NOT_SERVED_ADVICE : shown;
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static Optional<String> header(JsonNode headers, String name) {
        return headers.properties().stream()
                .filter(member -> member.getKey().toLowerCase(Locale.ROOT).equals(name))
                .map(member ->
                        member.getValue().isValueNode() ? member.getValue().asString("") : "")
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    private static JsonNode tree(byte[] json) {
        try {
            return MAPPER.readTree(json);
        } catch (JacksonException malformed) {
            return MAPPER.missingNode();
        }
    }
}
