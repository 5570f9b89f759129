package dev.airelay.server;

import dev.airelay.transforms.ApiError;
import dev.airelay.transforms.UpstreamFailure;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.time.Duration;

/** Turns an upstream failure into an HTTP error: the one place that decides on its retry headers. */
final class FailureAnswer {

    /** A plan that is used up for longer is not worth the automatic retries of an SDK. */
    private static final Duration WORTH_RETRYING = Duration.ofSeconds(60);

    private FailureAnswer() {}

    static Answer of(UpstreamFailure failure) {
        Answer answer = Answer.error(failure.status(), failure.error());
        failure.retryAfter().ifPresent(delay -> answer.header(HttpHeaderNames.RETRY_AFTER, wholeSeconds(delay)));
        if (!worthRetrying(failure)) {
            answer.header("x-should-retry", "false");
        }
        return answer;
    }

    private static boolean worthRetrying(UpstreamFailure failure) {
        return switch (failure.kind()) {
            case LIMIT ->
                failure.retryAfter()
                        .map(delay -> delay.compareTo(WORTH_RETRYING) <= 0)
                        .orElse(false);
            case CLIENT -> false;
            // Only a login that is missing or refused stays so until its owner acts.
            case SERVER -> !failure.error().type().equals(ApiError.UPSTREAM_AUTH);
        };
    }

    private static long wholeSeconds(Duration delay) {
        return Math.max(1, (delay.toMillis() + 999) / 1000);
    }
}
