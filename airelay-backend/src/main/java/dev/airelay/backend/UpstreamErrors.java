package dev.airelay.backend;

import dev.airelay.transforms.ApiError;
import dev.airelay.transforms.UpstreamFailure;
import dev.airelay.transforms.UpstreamFailure.Kind;
import dev.airelay.transforms.event.UpstreamEvent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sorts the upstream's error objects into three classes: limit, client, other. Limits are looked at first, because they come
 * under many statuses.
 */
final class UpstreamErrors {

    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int BAD_GATEWAY = 502;
    private static final int UNAVAILABLE = 503;
    private static final String TYPE = "upstream_error";
    private static final int MAX_MESSAGE_CHARS = 2000;
    private static final Set<String> LIMITS =
            Set.of("usage_limit_reached", "rate_limit_reached", "rate_limit_exceeded", "insufficient_quota");
    private static final Set<String> OVERLOADS = Set.of("server_is_overloaded", "slow_down");
    private static final Set<String> CLIENT_CODES = Set.of(
            "context_length_exceeded",
            "invalid_prompt",
            "invalid_value",
            "unsupported_value",
            "unsupported_parameter",
            "unknown_parameter",
            "string_above_max_length",
            "cyber_policy",
            "bio_policy");

    private UpstreamErrors() {}

    /** Returns the failure that a {@code response.failed} or {@code error} event reports. */
    static UpstreamFailure ofEvent(UpstreamEvent event) {
        JsonNode json = tree(event.json());
        JsonNode inner = json.path("response").path("error");
        boolean nested = json.path("error").isObject();
        boolean flat = !nested && !inner.isObject();
        JsonNode error = nested ? json.path("error") : flat ? json : inner;
        return classify(error, flat, BAD_GATEWAY, Optional.empty());
    }

    /** Returns the failure that an HTTP response with a status from 400 on reports. */
    static UpstreamFailure ofHttp(int status, HttpHeaders headers, byte[] body) {
        JsonNode json = tree(body);
        Optional<Duration> wait = seconds(headers.get(HttpHeaderNames.RETRY_AFTER));
        if (status == FORBIDDEN && !json.isObject()) {
            return UpstreamFailure.server(
                    BAD_GATEWAY,
                    "upstream_challenge",
                    "The network in front of the upstream refused this machine (status 403, not JSON). Try again later or from"
                            + " another network.");
        }
        JsonNode detail = json.path("detail");
        JsonNode error = json.path("error").isObject() ? json.path("error") : detail.isObject() ? detail : json;
        return classify(error, false, status, wait);
    }

    /** {@code flat} says that the error's members stand beside the event's type, which is then not the error's. */
    private static UpstreamFailure classify(JsonNode error, boolean flat, int status, Optional<Duration> header) {
        String type = flat ? null : text(error.path("type"));
        String code = text(error.path("code"));
        String param = text(error.path("param"));
        String message = message(error, status);
        Optional<Duration> wait =
                seconds(error.path("resets_in_seconds").asString("")).or(() -> header);
        if (in(LIMITS, type, code) || status == TOO_MANY_REQUESTS) {
            return failure(
                    Kind.LIMIT, TOO_MANY_REQUESTS, new ApiError(message, type(type), param, or(code, type)), wait);
        } else if (in(Set.of("usage_not_included"), type, code)) {
            return failure(Kind.CLIENT, FORBIDDEN, new ApiError(message, type(type), param, or(code, type)), wait);
        } else if (in(OVERLOADS, type, code) || status == UNAVAILABLE) {
            return failure(Kind.SERVER, UNAVAILABLE, new ApiError(message, TYPE, param, or(code, type)), wait);
        }
        boolean client = ApiError.INVALID_REQUEST.equals(type) || in(CLIENT_CODES, code, code) || param != null;
        boolean refused = status >= BAD_REQUEST && status < 500;
        if (client || refused) {
            return failure(
                    Kind.CLIENT,
                    refused ? status : BAD_REQUEST,
                    new ApiError(message, type == null ? ApiError.INVALID_REQUEST : type, param, code),
                    wait);
        }
        return failure(Kind.SERVER, BAD_GATEWAY, new ApiError(message, TYPE, param, or(code, type)), wait);
    }

    private static UpstreamFailure failure(Kind kind, int status, ApiError error, Optional<Duration> wait) {
        return new UpstreamFailure(kind, status, error, wait);
    }

    private static String message(JsonNode error, int status) {
        String said = text(error.path("message"));
        String detail = text(error.path("detail"));
        String listed = text(error.path("detail").path(0).path("msg"));
        String message = said != null ? said : detail != null ? detail : listed;
        if (message == null) {
            return "The upstream reported a failure without a message (status " + status + ").";
        }
        return message.length() <= MAX_MESSAGE_CHARS ? message : message.substring(0, MAX_MESSAGE_CHARS) + "…";
    }

    private static String type(@Nullable String type) {
        return type == null ? TYPE : type;
    }

    private static @Nullable String or(@Nullable String first, @Nullable String second) {
        return first != null ? first : second;
    }

    private static boolean in(Set<String> names, @Nullable String type, @Nullable String code) {
        return (type != null && names.contains(type)) || (code != null && names.contains(code));
    }

    private static Optional<Duration> seconds(@Nullable String text) {
        boolean number = text != null && text.matches("\\d{1,9}");
        return number ? Optional.of(Duration.ofSeconds(Long.parseLong(text))) : Optional.empty();
    }

    private static @Nullable String text(JsonNode node) {
        return node.isString() && !node.stringValue().isBlank() ? node.stringValue() : null;
    }

    private static JsonNode tree(byte[] json) {
        try {
            return MAPPER.readTree(json);
        } catch (JacksonException malformed) {
            return MAPPER.missingNode();
        }
    }
}
