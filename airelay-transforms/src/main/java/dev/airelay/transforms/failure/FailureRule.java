package dev.airelay.transforms.failure;

import dev.airelay.transforms.failure.UpstreamFailure.Kind;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The meaning of each of the upstream's error names, as {@code code} or as {@code type}. */
enum FailureRule {
    LIMIT(Kind.LIMIT, 429, "rate_limit_error"),
    NO_PLAN(Kind.CLIENT, 403, "permission_error"),
    MODEL(Kind.CLIENT, 404, ApiError.INVALID_REQUEST),
    REGION(Kind.CLIENT, 403, "permission_error"),
    MISROUTED(Kind.SERVER, 503, "upstream_error"),
    LOGIN(Kind.SERVER, 503, ApiError.UPSTREAM_AUTH),
    OVERLOAD(Kind.SERVER, 503, ApiError.SERVER_ERROR),
    CLIENT(Kind.CLIENT, 400, ApiError.INVALID_REQUEST),
    SERVER(Kind.SERVER, 502, "upstream_error");

    /** The upstream's message about a model that it does not have. */
    private static final String NOT_SERVED = "model is not supported when using Codex";
    /** The upstream's message about a model that it does not serve to older clients. */
    static final String NEWER_CLIENT = "requires a newer version of Codex";

    /** The upstream's message about a workspace that is used without its region header. */
    static final String OTHER_REGION = "not authorized in this region";

    private static final String AT_CAPACITY = "model is at capacity";
    private static final Map<String, FailureRule> BY_NAME = new HashMap<>();

    static {
        LIMIT.isNamed("usage_limit_reached", "rate_limit_reached", "rate_limit_exceeded", "insufficient_quota");
        NO_PLAN.isNamed("usage_not_included");
        LOGIN.isNamed("token_expired", "token_invalidated", "token_revoked", "account_deactivated");
        OVERLOAD.isNamed(UpstreamFailure.OVERLOAD, "slow_down", "service_unavailable_error");
        CLIENT.isNamed(ApiError.INVALID_REQUEST, UpstreamFailure.OVERFLOW);
        CLIENT.isNamed("invalid_prompt", "cyber_policy", "bio_policy");
        CLIENT.isNamed("invalid_value", "invalid_type", "unsupported_value", "string_above_max_length");
        CLIENT.isNamed("unsupported_parameter", "unknown_parameter", "missing_required_parameter");
        CLIENT.isNamed("invalid_encrypted_content", "invalid_function_parameters", "invalid_json_schema");
        CLIENT.isNamed("previous_response_not_found", EmptyResponse.CODE);
        MODEL.isNamed(FailureClassifier.MODEL_NOT_FOUND);
    }

    private final Kind kind;
    private final int status;
    private final String type;

    FailureRule(Kind kind, int status, String type) {
        this.kind = kind;
        this.status = status;
        this.type = type;
    }

    private void isNamed(String... names) {
        for (String name : names) {
            BY_NAME.put(name, this);
        }
    }

    boolean hasName(String name) {
        return BY_NAME.get(name) == this;
    }

    /** Returns the meaning of the report; {@link #SERVER} if it contains no known name. Limits are checked first. */
    static FailureRule of(ErrorReport report) {
        FailureRule byCode = BY_NAME.get(report.code());
        FailureRule byType = BY_NAME.get(report.type());
        for (FailureRule rule : values()) {
            if (rule == byCode || rule == byType) {
                return rule;
            }
        }
        if (report.message().contains(OTHER_REGION)) {
            return REGION;
        }
        if (report.message().contains(AT_CAPACITY)) {
            return OVERLOAD;
        }
        if (report.message().contains(NOT_SERVED) || report.message().contains(NEWER_CLIENT)) {
            return MODEL;
        }
        return report.param().isEmpty() ? SERVER : CLIENT;
    }

    Kind kind() {
        return kind;
    }

    int status() {
        return status;
    }

    /** Returns the error's type if the upstream names none. */
    String type(@Nullable String given) {
        return given == null || given.isEmpty() ? type : given;
    }
}
