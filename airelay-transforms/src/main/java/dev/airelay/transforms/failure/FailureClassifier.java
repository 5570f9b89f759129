package dev.airelay.transforms.failure;

import dev.airelay.base.JsonTrees;
import dev.airelay.base.LogSafeText;
import dev.airelay.base.RetryAfter;
import dev.airelay.transforms.event.UpstreamEvent;
import dev.airelay.transforms.failure.UpstreamFailure.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Classifies the upstream's failures as limit, client or server, and words them for the client. Pure: safe for concurrent
 * use.
 *
 * <p>Limits are checked first, because they have many statuses. Messages, codes and parameters of client errors are
 * forwarded unchanged; web pages and credentials never are.
 */
public final class FailureClassifier {

    private static final int FORBIDDEN = 403;
    private static final int TOO_LARGE = 413;
    private static final JsonTrees JSON = JsonTrees.usual();
    private static final String UPGRADE =
            "The plan of this ChatGPT account does not include Codex. Upgrade the plan or, to use a"
                    + " different account, run: airelay logout, then airelay login";
    private static final String REJECTED = "The upstream no longer accepts the stored session. Run: airelay login";
    private static final String OLD_CLIENT =
            " than AIRelay reports. Set upstream.client_version in AIRelay's configuration to the version"
                    + " of the current Codex CLI.";
    /** The advice after the refusal of an unknown model. */
    public static final String MAYBE_OLD_CLIENT =
            " If the model is new, set upstream.client_version in AIRelay's configuration to the version of"
                    + " the current Codex CLI.";
    /** The code of a model that the upstream does not serve to this account and client version. */
    public static final String MODEL_NOT_FOUND = "model_not_found";

    /** The status of a request that the upstream cannot route to its workspace. Not in HTTP's registry. */
    public static final int MISROUTED = 432;

    private static final String REGION_REFUSED = "workspace_region_not_authorized";
    private static final String REGION_HELP =
            " This ChatGPT workspace is bound to a region that the request did not name or that this machine is not in."
                    + " To see what AIRelay knows of it, run: airelay doctor. If that finds nothing, run airelay logout, then"
                    + " airelay login, or ask the workspace's administrator.";
    private static final String MISROUTED_HELP =
            " AIRelay has looked up again where the requests of this ChatGPT workspace belong. If the problem persists, run:"
                    + " airelay doctor";

    /** The part of a body that shows whether it is a web page. */
    private static final int PAGE_START = 1024;

    private FailureClassifier() {}

    /**
     * Returns the failure that a {@code response.failed} or {@code error} event reports, nested or flat.
     *
     * @param failureEvent the event
     * @param epochSeconds the current time, for reset times
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
     * Returns the failure reported by an HTTP response that is not an event stream.
     *
     * @param status the response's status
     * @param headers the response's headers
     * @param body the received part of the response's body
     * @param epochSeconds the current time, for reset times
     */
    public static UpstreamFailure ofHttp(int status, UpstreamHeaders headers, byte[] body, long epochSeconds) {
        JsonNode json = tree(body);
        if (!json.isObject() && status == TOO_LARGE) {
            // A proxy reports it with a page.
            return overflow(ErrorReport.EMPTY);
        }
        if (!json.isObject() && (status == FORBIDDEN || isPage(headers, body))) {
            return ofPage(status, headers, epochSeconds);
        }
        return ofReport(status, ErrorReport.of(json), headers, epochSeconds);
    }

    /** Returns whether a body is an error object with a known name, whose meaning takes precedence over the status. */
    public static boolean reportsError(byte[] body) {
        JsonNode json = tree(body);
        return json.isObject() && FailureRule.of(ErrorReport.of(json)) != FailureRule.SERVER;
    }

    /** Returns whether a refusal means that the workspace must not be used from, or in, this region. */
    public static boolean isAboutRegion(byte[] body) {
        return ErrorReport.of(tree(body)).message().contains(FailureRule.OTHER_REGION);
    }

    private static boolean isPage(UpstreamHeaders headers, byte[] body) {
        String start = new String(body, 0, Math.min(body.length, PAGE_START), StandardCharsets.UTF_8);
        return SafeText.isMarkup(start) || isChallenge(headers);
    }

    private static boolean isChallenge(UpstreamHeaders headers) {
        return headers.first("cf-mitigated")
                .map(String::strip)
                .filter("challenge"::equalsIgnoreCase)
                .isPresent();
    }

    /** Returns the failure of a request that never reached the upstream's own servers, or that a proxy answered. */
    private static UpstreamFailure ofPage(int status, UpstreamHeaders headers, long epochSeconds) {
        Optional<String> ray = headers.first("cf-ray").map(SafeText::shown);
        String where = " (status " + status
                + ray.map(id -> ", Cloudflare ray ID " + id).orElse("") + ")";
        if (status == FORBIDDEN || isChallenge(headers)) {
            String message = "The network in front of the upstream blocked the request with an HTML page for browsers"
                    + where
                    + ". It does not trust this machine's IP address, VPN or proxy. Try again later or from another"
                    + " network. Addresses of data centers and VPNs are often blocked.";
            return UpstreamFailure.server(502, "upstream_challenge", message);
        }
        String message = "The upstream answered with an HTML page instead of JSON" + where
                + ". Try again later; if the problem persists, check the network, the proxy and upstream.base_url.";
        ErrorReport page = new ErrorReport(message, "", "", "", Optional.empty(), Optional.empty());
        return ofReport(status, page, headers, epochSeconds);
    }

    private static UpstreamFailure ofReport(
            int status, ErrorReport report, UpstreamHeaders headers, long epochSeconds) {
        FailureRule rule = FailureRule.of(report);
        if (rule == FailureRule.SERVER || rule == FailureRule.CLIENT) {
            if (status == TOO_LARGE) {
                return overflow(report);
            }
            rule = byStatus(status, rule);
        }
        Optional<Duration> wait = RetryDelay.of(report, headers, rule == FailureRule.LIMIT, epochSeconds);
        int shown = switch (rule) {
            case CLIENT -> status >= 400 && status < 500 ? status : rule.status();
            case SERVER -> status == 503 || status == 504 ? status : rule.status();
            default -> rule.status();
        };
        ErrorReport reported = report.isEmpty() ? silent(status) : report;
        return failure(rule, shown, reported, wait);
    }

    /**
     * Returns the failure of a request that is too large for the upstream, which is equivalent to too many tokens. After a
     * 413, some clients would send it again unchanged, because they know only the code of an overflow.
     */
    private static UpstreamFailure overflow(ErrorReport report) {
        boolean usable = !report.message().isBlank() && !SafeText.isMarkup(report.message());
        String said = usable
                ? sentence(SafeText.shown(report.message()))
                : "The request is too large for the upstream (status 413).";
        return new UpstreamFailure(
                Kind.CLIENT,
                FailureRule.CLIENT.status(),
                new ApiError(
                        said + " Send a shorter conversation, or compact it.",
                        ApiError.INVALID_REQUEST,
                        null,
                        UpstreamFailure.OVERFLOW),
                Optional.empty());
    }

    private static FailureRule byStatus(int status, FailureRule named) {
        return switch (status) {
            case 401 -> FailureRule.LOGIN;
            case MISROUTED -> FailureRule.MISROUTED;
            case 429 -> FailureRule.LIMIT;
            default -> status >= 400 && status < 500 ? FailureRule.CLIENT : named;
        };
    }

    private static ErrorReport silent(int status) {
        String message = status >= 200 && status < 400
                ? "The upstream answered with status " + status
                        + " where an event stream was expected. Check upstream.base_url."
                : "The upstream reported a failure without a message (status " + status + ").";
        return new ErrorReport(message, "", "", "", Optional.empty(), Optional.empty());
    }

    private static UpstreamFailure failure(
            FailureRule rule, int status, ErrorReport report, Optional<Duration> retryAfter) {
        String param = rule == FailureRule.MODEL ? "model" : orNull(SafeText.shown(report.param()));
        ApiError error = new ApiError(message(rule, report), type(rule, report), param, code(rule, report));
        return new UpstreamFailure(rule.kind(), status, error, retryAfter);
    }

    private static @Nullable String code(FailureRule rule, ErrorReport report) {
        if (rule == FailureRule.OVERLOAD && !rule.hasName(report.code())) {
            // Recognized by its type or text: an additional code, such as server_error, would hide it.
            return defaultCode(rule);
        }
        if (rule == FailureRule.MODEL) {
            return MODEL_NOT_FOUND;
        }
        if (rule == FailureRule.REGION) {
            return REGION_REFUSED;
        }
        if (rule == FailureRule.MISROUTED) {
            return UpstreamFailure.ROUTING_UNAVAILABLE;
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
            case OVERLOAD -> UpstreamFailure.OVERLOAD;
            default -> "upstream_error";
        };
    }

    private static String message(FailureRule rule, ErrorReport report) {
        if (rule == FailureRule.LOGIN) {
            return REJECTED;
        }
        if (rule == FailureRule.MODEL) {
            return modelMessage(SafeText.shown(report.message()));
        }
        boolean usable = !report.message().isBlank() && !SafeText.isMarkup(report.message());
        if (!usable) {
            return rule == FailureRule.NO_PLAN ? UPGRADE : "The upstream reported a failure without a message.";
        }
        String said = SafeText.shown(report.message());
        return switch (rule) {
            case REGION -> sentence(said) + REGION_HELP;
            case MISROUTED -> sentence(said) + MISROUTED_HELP;
            default -> said;
        };
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }

    /** The upstream's advice is for users of Codex, not of this relay. */
    private static String modelMessage(String said) {
        int older = said.indexOf(FailureRule.NEWER_CLIENT);
        if (older >= 0) {
            return said.substring(0, older + FailureRule.NEWER_CLIENT.length()) + OLD_CLIENT;
        }
        String sentence = said.isBlank() ? "The upstream does not serve this model" : said;
        return sentence(sentence) + MAYBE_OLD_CLIENT;
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
            return JSON.read(json);
        } catch (JacksonException malformed) {
            return MissingNode.getInstance();
        }
    }

    /** Makes upstream text safe for clients: no markup, no credentials, bounded. */
    private static final class SafeText {

        private static final int MAX_CHARS = 2000;

        private SafeText() {}

        /** Returns true when the text is a web page rather than a message. */
        static boolean isMarkup(String text) {
            String start = text.stripLeading().toLowerCase(Locale.ROOT);
            return start.startsWith("<!doctype") || start.startsWith("<html") || start.contains("<body");
        }

        /**
         * Returns the text with everything that looks like a credential replaced, truncated to a length suitable for logs.
         */
        static String shown(String text) {
            return LogSafeText.withoutCredentials(LogSafeText.cut(text, MAX_CHARS));
        }
    }

    /** Determines how long the upstream wants its caller to wait. */
    private static final class RetryDelay {

        private static final double EXHAUSTED_PERCENT = 100;
        private static final double NANOS_PER_SECOND = 1e9;

        private RetryDelay() {}

        /**
         * Returns the wait: the error's time until the reset, otherwise its reset time, otherwise the {@code retry-after}
         * headers, otherwise the time in the message, otherwise, for a limit, the reset of the used-up window. Durations
         * take precedence over times, which are useless if this machine's clock is wrong.
         */
        static Optional<Duration> of(ErrorReport report, UpstreamHeaders headers, boolean limit, long epochSeconds) {
            return report.resetsIn()
                    .map(Durations::ofSeconds)
                    .or(() -> report.resetsAt().map(at -> Durations.ofSeconds(at - epochSeconds)))
                    .or(() -> number(headers, "retry-after-ms").map(millis -> Durations.ofSeconds(millis / 1000)))
                    .or(() -> headers.first("retry-after").flatMap(value -> retryAfter(value, epochSeconds)))
                    .or(() -> DelayText.parse(report.message()))
                    .or(() -> limit ? windowReset(headers, epochSeconds) : Optional.empty());
        }

        private static Optional<Duration> retryAfter(String value, long epochSeconds) {
            return RetryAfter.parse(value, Instant.ofEpochSecond(epochSeconds))
                    .map(wait -> Durations.ofSeconds(wait.getSeconds() + wait.getNano() / NANOS_PER_SECOND));
        }

        /** Returns the longest time until a used-up window resets. */
        private static Optional<Duration> windowReset(UpstreamHeaders headers, long epochSeconds) {
            return List.of("x-codex-primary-", "x-codex-secondary-").stream()
                    .filter(window -> number(headers, window + "used-percent").orElse(0.0) >= EXHAUSTED_PERCENT)
                    .flatMap(window -> number(headers, window + "reset-after-seconds")
                            .or(() -> number(headers, window + "reset-at").map(at -> at - epochSeconds))
                            .stream())
                    .max(Double::compare)
                    .map(Durations::ofSeconds);
        }

        private static Optional<Double> number(UpstreamHeaders headers, String name) {
            return headers.first(name).map(String::strip).flatMap(Decimals::parse);
        }
    }
}
