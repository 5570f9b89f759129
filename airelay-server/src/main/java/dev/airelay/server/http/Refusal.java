package dev.airelay.server.http;

import dev.airelay.transforms.failure.ApiError;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A refusal by the relay itself, before any endpoint; {@link ErrorResponses} turns it into a response.
 *
 * @param status the HTTP status
 * @param error the reason
 * @param headers headers that tell the client how to continue
 */
public record Refusal(int status, ApiError error, Map<CharSequence, Object> headers) {

    public static Refusal of(int status, ApiError error) {
        return new Refusal(status, error, Map.of());
    }

    /** Returns a refusal for which the request itself is at fault. */
    public static Refusal invalid(int status, String code, String message) {
        return of(status, new ApiError(message, ApiError.INVALID_REQUEST, null, code));
    }

    /** Returns this refusal with one more header. */
    public Refusal with(CharSequence name, Object value) {
        Map<CharSequence, Object> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Refusal(status, error, more);
    }

    /** Returns this refusal for a client that may try again after some time. */
    public Refusal retryAfter(long seconds) {
        return with(HttpHeaderNames.RETRY_AFTER, seconds);
    }

    /** Returns this refusal for a client that should not retry automatically. */
    public Refusal notWorthRetrying() {
        return with(RelayHeaders.SHOULD_RETRY, "false");
    }
}
