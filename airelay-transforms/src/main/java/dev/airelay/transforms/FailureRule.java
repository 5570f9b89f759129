package dev.airelay.transforms;

import dev.airelay.transforms.UpstreamFailure.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What each of the upstream's error names means, whether it comes as {@code code} or as {@code type}. */
enum FailureRule {
    LIMIT(
            Kind.LIMIT,
            429,
            "rate_limit_error",
            List.of("usage_limit_reached", "rate_limit_reached", "rate_limit_exceeded", "insufficient_quota")),
    NO_PLAN(Kind.CLIENT, 403, "permission_error", List.of("usage_not_included")),
    LOGIN(
            Kind.SERVER,
            503,
            "upstream_auth_error",
            List.of("token_expired", "token_invalidated", "token_revoked", "account_deactivated")),
    OVERLOAD(
            Kind.SERVER,
            503,
            ApiError.SERVER_ERROR,
            List.of("server_is_overloaded", "slow_down", "service_unavailable_error")),
    CLIENT(
            Kind.CLIENT,
            400,
            ApiError.INVALID_REQUEST,
            List.of(
                    "invalid_request_error",
                    "context_length_exceeded",
                    "invalid_prompt",
                    "cyber_policy",
                    "bio_policy",
                    "invalid_value",
                    "invalid_type",
                    "unsupported_value",
                    "unsupported_parameter",
                    "unknown_parameter",
                    "missing_required_parameter",
                    "string_above_max_length",
                    "invalid_encrypted_content",
                    "invalid_function_parameters",
                    "previous_response_not_found",
                    "model_not_found")),
    SERVER(Kind.SERVER, 502, "upstream_error", List.of());

    private static final String AT_CAPACITY = "model is at capacity";
    private static final Map<String, FailureRule> BY_NAME = new HashMap<>();

    static {
        for (FailureRule rule : values()) {
            rule.names.forEach(name -> BY_NAME.put(name, rule));
        }
    }

    private final Kind kind;
    private final int status;
    private final String type;
    private final List<String> names;

    FailureRule(Kind kind, int status, String type, List<String> names) {
        this.kind = kind;
        this.status = status;
        this.type = type;
        this.names = names;
    }

    /** Returns what the report means by itself; {@link #SERVER} when it names nothing known. Limits count first. */
    static FailureRule of(ErrorReport report) {
        FailureRule byCode = BY_NAME.get(report.code());
        FailureRule byType = BY_NAME.get(report.type());
        for (FailureRule rule : values()) {
            if (rule == byCode || rule == byType) {
                return rule;
            }
        }
        if (report.message().contains(AT_CAPACITY)) {
            return OVERLOAD;
        }
        return report.param().isEmpty() ? SERVER : CLIENT;
    }

    Kind kind() {
        return kind;
    }

    int status() {
        return status;
    }

    /** Returns the error's type where the upstream names none. */
    String type(@Nullable String given) {
        return given == null || given.isEmpty() ? type : given;
    }
}
