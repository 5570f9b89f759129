package dev.airelay.server.http;

import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.UpstreamFailure;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.time.Duration;
import tools.jackson.databind.node.ObjectNode;

/** Turns an upstream failure into an HTTP error: the one place that decides on its retry headers. */
public final class FailureAnswer {

    /** A limit that lasts longer is not worth the automatic retries of an SDK. */
    private static final Duration WORTH_RETRYING = Duration.ofSeconds(60);

    private FailureAnswer() {}

    public static Response of(UpstreamFailure failure) {
        return of(failure, failure.error().toEnvelope());
    }

    /**
     * Answers with a body that says more than the failure's own error object.
     *
     * @param envelope the whole body
     */
    public static Response of(UpstreamFailure failure, ObjectNode envelope) {
        Response answer = Response.json(failure.status(), envelope);
        // What lies in the request or the plan itself is not mended by waiting.
        failure.retryAfter()
                .filter(delay -> failure.kind() != UpstreamFailure.Kind.CLIENT)
                .ifPresent(delay -> answer.header(HttpHeaderNames.RETRY_AFTER, wholeSeconds(delay)));
        if (!worthRetrying(failure)) {
            answer.header("x-should-retry", "false");
        }
        return answer;
    }

    private static boolean worthRetrying(UpstreamFailure failure) {
        return switch (failure.kind()) {
            // A limit of the rate without a known end may end at once: SDKs wait by their own rules then.
            case LIMIT ->
                !PlanLimit.isReached(failure.error())
                        && failure.retryAfter()
                                .map(delay -> delay.compareTo(WORTH_RETRYING) <= 0)
                                .orElse(true);
            case CLIENT -> false;
            // A login that is missing or refused stays so until its owner acts; a renewal may only have failed in
            // passing.
            // So does memory that is too small for the answer; it may only be taken.
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
}
