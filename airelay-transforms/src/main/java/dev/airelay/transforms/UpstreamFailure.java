package dev.airelay.transforms;

import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * An upstream failure as the client is told of it.
 *
 * @param kind the class of the failure, which decides on retries
 * @param status HTTP status for the client when nothing was sent yet
 * @param error the error object for the client, HTTP or in-band
 * @param retryAfter how long to wait before trying again, if that is known
 */
public record UpstreamFailure(Kind kind, int status, ApiError error, Optional<Duration> retryAfter) {

    /** The three classes of upstream failures. */
    public enum Kind {
        /** The plan or the rate is used up: 429. */
        LIMIT,
        /** The request itself is at fault; the same request fails again: 4xx. */
        CLIENT,
        /** Everything else: 502, 503 or 504. */
        SERVER
    }

    /** Returns the failure of a stream that ended without a terminal event. */
    public static UpstreamFailure incompleteStream() {
        return server(502, "incomplete_stream", "The upstream closed the stream before the response was complete.");
    }

    /** Returns a failure of kind {@link Kind#SERVER} of type {@code upstream_error}. */
    public static UpstreamFailure server(int status, String code, String message) {
        return new UpstreamFailure(
                Kind.SERVER, status, new ApiError(message, "upstream_error", null, code), Optional.empty());
    }

    /** Returns the same failure about the request member that stands in place of the one it names. */
    public UpstreamFailure renamed(UnaryOperator<String> names) {
        String param = error.param();
        return param == null
                ? this
                : new UpstreamFailure(
                        kind,
                        status,
                        new ApiError(error.message(), error.type(), names.apply(param), error.code()),
                        retryAfter);
    }

    /** Returns whether the upstream refuses the request because of this member, or of one below it. */
    public boolean isAbout(String member) {
        String param = error.param();
        return kind == Kind.CLIENT
                && ((param != null && param.startsWith(member))
                        || error.message().contains(member));
    }

    /**
     * Returns whether the upstream could not read reasoning that it had encrypted itself, as after a change of the
     * account: {@link CodexRequest#without} is worth one more try.
     */
    public boolean unreadableReasoning() {
        return "invalid_encrypted_content".equals(error.code());
    }
}
