package dev.airelay.server.http;

import dev.airelay.backend.connect.UpstreamException;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.RelayConfig;
import dev.airelay.store.frame.StoreException;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.spi.ErrorShape;
import dev.airelay.transforms.spi.FailureTranslator;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The responses to all errors: the only place where exceptions and refusals become responses, where a {@link StoreException}
 * gets its status, and where retry headers are decided.
 *
 * @param shape the form in which the client's API reports failures
 */
public record ErrorResponses(ErrorShape shape) {

    /** The responses before a route is known. */
    public static final ErrorResponses OPENAI = new ErrorResponses(ErrorShape.OPENAI);

    private static final UpstreamFailure INTERNAL_ERROR = new UpstreamFailure(
            UpstreamFailure.Kind.SERVER,
            500,
            new ApiError(
                    "AIRelay failed while handling this request. See its log.",
                    ApiError.SERVER_ERROR,
                    null,
                    "internal_error"),
            Optional.empty());

    private static final String MALFORMED = "malformed_request";

    /** A limit that lasts longer is not worth the automatic retries of an SDK. */
    private static final Duration WORTH_RETRYING = Duration.ofSeconds(60);
    /** The wait of clients after a rate limit without a reset time. */
    private static final Duration RATE_LIMIT_WAIT = Duration.ofSeconds(5);

    /** Returns the failure of a request after an error of the relay; the exception is only in the log. */
    public static UpstreamFailure internalError() {
        return INTERNAL_ERROR;
    }

    /** Returns the rejection of an ambiguous or invalid message. */
    public static RequestRejected malformed(String message) {
        return new RequestRejected(400, new ApiError(message, ApiError.INVALID_REQUEST, null, MALFORMED));
    }

    /** Returns the rejection of a request the rest of which does not arrive in time. */
    public static RequestRejected late(String message) {
        return new RequestRejected(408, new ApiError(message, ApiError.INVALID_REQUEST, null, "request_timeout"));
    }

    /** Responds to a refusal by the relay itself. */
    public Response of(Refusal refusal) {
        Response response = error(refusal.status(), refusal.error());
        refusal.headers().forEach(response::header);
        return response;
    }

    /** Responds to a message that the codec could not decode as HTTP. */
    public Response undecodable(Throwable cause, RelayConfig config) {
        if (cause instanceof RequestRejected rejected) {
            return rejected(rejected);
        }
        if (cause instanceof TooLongHttpLineException) {
            return of(Refusal.invalid(
                    414,
                    MALFORMED,
                    "The request line is longer than " + config.get(ConfigKeys.MAX_REQUEST_LINE_BYTES) + " bytes."));
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return of(Refusal.invalid(
                    431,
                    MALFORMED,
                    "The request headers are larger than " + config.get(ConfigKeys.MAX_HEADER_BYTES) + " bytes."));
        }
        return of(Refusal.invalid(400, MALFORMED, "The request is not valid HTTP/1.1."));
    }

    /**
     * Responds to an exception, also one within a {@link CompletionException}.
     *
     * @throws IllegalStateException if it is an error of the relay, to be logged and reported as one
     */
    public Response of(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof RequestRejected rejected) {
            return rejected(rejected);
        }
        if (cause instanceof StoreException refused) {
            return ofStore(refused);
        }
        if (cause instanceof UpstreamException upstream) {
            return of(FailureTranslator.ofAnyRequest(InstantSource.system()).translated(upstream.failure()));
        }
        if (cause instanceof MemoryShare.NoRoomException || cause instanceof OutOfMemoryError) {
            return of(UpstreamFailure.outOfMemory());
        }
        throw new IllegalStateException("the request failed in an unknown way", cause);
    }

    private Response rejected(RequestRejected rejected) {
        return error(rejected.status(), rejected.error());
    }

    private Response ofStore(StoreException failure) {
        return switch (failure.failure()) {
            case TOO_LARGE -> store(413, "too_large", null, failure);
            case QUOTA_EXCEEDED, TOO_MANY -> store(413, "storage_limit_exceeded", null, failure);
            case UNKNOWN_CURSOR -> store(400, "invalid_value", "after", failure);
            case UNKNOWN_UPLOAD -> store(404, "not_found", null, failure);
            case UPLOAD_CLOSED, UPLOAD_MISMATCH, DUPLICATE_ID -> store(400, "invalid_value", null, failure);
            // A retry would fail in the same way until the owner of the disk acts.
            case DISK_FULL, READ_ONLY, NEWER_FORMAT, DISK ->
                of(Refusal.of(507, new ApiError(message(failure), ApiError.SERVER_ERROR, null, "storage_failed"))
                        .notWorthRetrying());
        };
    }

    private Response store(int status, String code, @Nullable String param, StoreException failure) {
        return error(status, new ApiError(message(failure), ApiError.INVALID_REQUEST, param, code));
    }

    private static String message(StoreException failure) {
        String text = String.valueOf(failure.getMessage());
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }

    /** Responds to an upstream failure that has been translated for the client. */
    public Response of(UpstreamFailure failure) {
        return of(failure, JsonNodeFactory.instance.objectNode());
    }

    /**
     * Responds to an upstream failure with more details.
     *
     * @param details further members of the error object
     */
    public Response of(UpstreamFailure failure, ObjectNode details) {
        Response response = error(failure.status(), failure.error(), details);
        // Waiting does not help if the cause is the request or the plan itself.
        failure.retryAfter()
                .or(() -> usualWait(failure))
                .filter(delay -> failure.kind() != UpstreamFailure.Kind.CLIENT)
                .ifPresent(delay -> response.header(HttpHeaderNames.RETRY_AFTER, wholeSeconds(delay)));
        if (!worthRetrying(failure)) {
            response.header(RelayHeaders.SHOULD_RETRY, "false");
        }
        return response;
    }

    /** Without the header, clients without a wait of their own retry immediately, many times a second. */
    private static Optional<Duration> usualWait(UpstreamFailure failure) {
        if (failure.kind() != UpstreamFailure.Kind.LIMIT) {
            return Optional.empty();
        }
        return Optional.of(PlanLimit.isReached(failure.error()) ? WORTH_RETRYING : RATE_LIMIT_WAIT);
    }

    private static boolean worthRetrying(UpstreamFailure failure) {
        return switch (failure.kind()) {
            // A rate limit without a known end may end immediately: then SDKs wait by their own rules.
            case LIMIT ->
                !PlanLimit.isReached(failure.error())
                        && failure.retryAfter()
                                .map(delay -> delay.compareTo(WORTH_RETRYING) <= 0)
                                .orElse(true);
            case CLIENT -> false;
            // A login that is missing or refused stays so until its owner acts, whereas a renewal may have failed
            // temporarily. Likewise, memory that is too small stays so, whereas memory in use becomes free.
            case SERVER ->
                !lastsByItself(failure.error()) || failure.retryAfter().isPresent();
        };
    }

    private static boolean lastsByItself(ApiError error) {
        return error.type().equals(ApiError.UPSTREAM_AUTH) || UpstreamFailure.OUT_OF_MEMORY.equals(error.code());
    }

    private static long wholeSeconds(Duration delay) {
        return Math.max(1, (delay.toMillis() + 999) / 1000);
    }

    private Response error(int status, ApiError error) {
        return error(status, error, JsonNodeFactory.instance.objectNode());
    }

    private Response error(int status, ApiError error, ObjectNode details) {
        ErrorShape.Rendered rendered = shape.render(status, error, details);
        Response response = Response.json(rendered.status(), rendered.body());
        rendered.headers().forEach(response::header);
        if (error.code() != null && !shape.equals(ErrorShape.OPENAI)) {
            response.failed(error.code());
        }
        return response;
    }
}
