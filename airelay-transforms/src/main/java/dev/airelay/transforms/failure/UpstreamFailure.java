package dev.airelay.transforms.failure;

import dev.airelay.transforms.spi.CodexRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * An upstream failure, as reported to the client.
 *
 * @param kind the class of the failure, which decides on retries
 * @param status HTTP status for the client if nothing was sent yet
 * @param error the error object for the client, HTTP or in-band
 * @param retryAfter how long to wait before retrying, if known
 */
public record UpstreamFailure(Kind kind, int status, ApiError error, Optional<Duration> retryAfter) {

    /** Code of the failures that come from the relay's own lack of memory. */
    public static final String OUT_OF_MEMORY = "out_of_memory";

    /** Code of a request that is not sent, or not accepted, because its workspace's routing is unknown. */
    public static final String ROUTING_UNAVAILABLE = "workspace_routing_unavailable";

    /** Code of a route that the upstream does not have. */
    public static final String ROUTE_MISSING = "upstream_route_missing";

    /** Code of a conversation that is too long for the model. */
    public static final String OVERFLOW = "context_length_exceeded";

    /** Code of an overloaded upstream. */
    public static final String OVERLOAD = "server_is_overloaded";

    /** The upstream's message about reasoning without a following item. */
    private static final String WITHOUT_FOLLOWING_ITEM = "was provided without its required following item";

    /** The three classes of upstream failures. */
    public enum Kind {
        /** A limit of the plan or the rate is reached: 429. */
        LIMIT,
        /** The request itself is invalid, so the same request fails again: 4xx. */
        CLIENT,
        /** Everything else: 500, 502, 503 or 504. */
        SERVER
    }

    /** Returns the failure of a stream that ended without a terminal event. */
    public static UpstreamFailure incompleteStream() {
        return server(502, "incomplete_stream", "The upstream closed the stream before the response was complete.");
    }

    /** Returns the failure of a response for which the relay itself has no memory now. */
    public static UpstreamFailure outOfMemory() {
        return outOfMemory(
                "The relay does not have enough memory for this request right now. Try again soon. If this"
                        + " happens often, start the relay with a larger heap, for example AIRELAY_JAVA_OPTS=-Xmx2g.",
                Optional.of(Duration.ofSeconds(1)));
    }

    /** Returns the failure of a response that is larger than the relay's memory for one response. */
    public static UpstreamFailure largerThanMemory(long bytes) {
        return outOfMemory(
                "The response needs more than " + bytes
                        + " bytes of memory, the most that the relay has for a single response. Start the relay with a"
                        + " larger heap, for example AIRELAY_JAVA_OPTS=-Xmx2g, and raise"
                        + " server.max_buffered_bytes if it"
                        + " is less than a quarter of the heap.",
                Optional.empty());
    }

    private static UpstreamFailure outOfMemory(String message, Optional<Duration> retryAfter) {
        return new UpstreamFailure(
                Kind.SERVER, 503, new ApiError(message, ApiError.SERVER_ERROR, null, OUT_OF_MEMORY), retryAfter);
    }

    /** Returns a failure of kind {@link Kind#SERVER} of type {@code upstream_error}. */
    public static UpstreamFailure server(int status, String code, String message) {
        return new UpstreamFailure(
                Kind.SERVER, status, new ApiError(message, "upstream_error", null, code), Optional.empty());
    }

    /** Returns whether the upstream refuses the request because of this member or one inside it. */
    public boolean isAbout(String member) {
        String param = error.param();
        return kind == Kind.CLIENT
                && ((param != null && param.startsWith(member))
                        || error.message().contains(member));
    }

    /**
     * Returns whether the upstream could not read reasoning that it had encrypted itself, as after a change of the account,
     * or whether the item after it is missing, as after an interrupted turn: then a retry with {@link CodexRequest#without}
     * may succeed.
     */
    public boolean unreadableReasoning() {
        return "invalid_encrypted_content".equals(error.code())
                || (kind == Kind.CLIENT && error.message().contains(WITHOUT_FOLLOWING_ITEM));
    }
}
