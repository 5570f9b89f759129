package dev.airelay.server.upstream;

import dev.airelay.server.trace.RequestTrace;
import dev.airelay.traffic.record.UpstreamRecord;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.UpstreamFailure;
import java.time.Duration;
import java.util.Optional;

/**
 * Tells the traffic log which failed calls are repeated, and which are not although others would be.
 *
 * @param transit of the request that the call is for
 * @param maxAttempts how many attempts there are at most
 */
record TracedRetries(RequestTrace transit, int maxAttempts) implements RetryPolicy.Listener {

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
