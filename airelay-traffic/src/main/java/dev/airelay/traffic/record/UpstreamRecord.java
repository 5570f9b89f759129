package dev.airelay.traffic.record;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A message between the relay and the upstream. */
public sealed interface UpstreamRecord extends TrafficRecord {

    /**
     * Phase {@code upstream_request}.
     *
     * @param sessionId groups requests upstream; null if there is none
     */
    record Request(
            String requestId,
            String method,
            String url,
            @Nullable String sessionId,
            LoggedBody body) implements UpstreamRecord {
        @Override
        public long approximateBytes() {
            return 256L + url.length() + body.heldBytes();
        }

        @Override
        public TrafficRecord withoutContent() {
            return new Request(requestId, method, url, sessionId, body.withoutContent());
        }
    }

    /**
     * Phase {@code upstream_response}: a response that is not a stream, or a stream's head.
     *
     * @param upstreamRequestId the upstream's id of the request; null if it sent none
     */
    record Response(
            String requestId,
            String method,
            String url,
            int status,
            @Nullable String upstreamRequestId,
            LoggedBody body)
            implements UpstreamRecord {
        @Override
        public long approximateBytes() {
            return 256L + url.length() + body.heldBytes();
        }

        @Override
        public TrafficRecord withoutContent() {
            return new Response(requestId, method, url, status, upstreamRequestId, body.withoutContent());
        }
    }

    /**
     * Phase {@code upstream_response_error}.
     *
     * @param status as the client receives it
     * @param upstreamRequestId the upstream's id of the request; null if it sent none
     * @param body the error object for the client
     */
    record ResponseError(
            String requestId, int status, @Nullable String upstreamRequestId, LoggedBody body)
            implements UpstreamRecord {
        @Override
        public long approximateBytes() {
            return 256L + body.heldBytes();
        }

        @Override
        public TrafficRecord withoutContent() {
            return new ResponseError(requestId, status, upstreamRequestId, body.withoutContent());
        }
    }

    /**
     * Phase {@code upstream_usage}: how a stream ended.
     *
     * @param status on the wire, such as {@code completed}
     */
    record Usage(String requestId, ModelAnswer answer, String status) implements UpstreamRecord {}

    /**
     * Phase {@code upstream_stream_error}: a stream that failed or was interrupted.
     *
     * @param event the event that reported it, or a description
     * @param error in words
     */
    record StreamError(
            String requestId, String event, @Nullable String responseId, String error) implements UpstreamRecord {
        @Override
        public long approximateBytes() {
            return 256L + error.length();
        }
    }

    /**
     * Phase {@code retry_backoff}.
     *
     * @param attempt number of the failed attempt, from 1
     * @param delay before the next
     * @param status null if there was no response
     */
    record RetryBackoff(
            String requestId,
            int attempt,
            int maxAttempts,
            Duration delay,
            @Nullable Integer status,
            String reason) implements UpstreamRecord {}

    /** Phase {@code retry_skipped}: why a failed request was not retried. */
    record RetrySkipped(
            String requestId, String reason, @Nullable Integer status) implements UpstreamRecord {}
}
