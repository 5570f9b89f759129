package dev.airelay.server;

import dev.airelay.traffic.UpstreamRecord;
import dev.airelay.transforms.ApiError;
import dev.airelay.transforms.UpstreamFailure;
import java.time.Duration;
import java.util.Optional;

/**
 * Tells the traffic log which failed calls are repeated, and which are not although others would be.
 *
 * @param transit of the request that the call is for
 * @param maxAttempts how many attempts there are at most
 */
record TracedRetries(Transit transit, int maxAttempts) implements RetryPolicy.Hearer {

    @Override
    public void decided(UpstreamFailure failure, int attempt, Optional<Duration> wait) {
        ApiError error = failure.error();
        String reason = error.code() == null ? error.type() : error.code();
        if (wait.isPresent()) {
            transit.record(new UpstreamRecord.RetryBackoff(
                    transit.requestId(), attempt, maxAttempts, wait.get(), failure.status(), reason));
        } else if (maxAttempts > 1) {
            transit.record(new UpstreamRecord.RetrySkipped(
                    transit.requestId(), attempt == maxAttempts ? "attempts_used_up" : reason, failure.status()));
        }
    }
}
