package dev.airelay.traffic.record;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A decision of the guards. Never contains a token. */
public sealed interface SecurityRecord extends TrafficRecord {

    /**
     * Phase {@code endpoint_security_ready}: the rules in effect from now on.
     *
     * @param requireBearerAuth whether clients must present the token
     * @param bearerTokenPresent whether there is one
     * @param bearerTokenFile its file; null if it has another source
     * @param limits in effect
     */
    record Ready(
            String requestId,
            boolean requireBearerAuth,
            boolean bearerTokenPresent,
            @Nullable String bearerTokenFile,
            Limits limits)
            implements SecurityRecord {}

    /** The limits of each client address. */
    record Limits(int requestsPerMinute, int burst, int concurrentRequests) {}

    /**
     * Phase {@code endpoint_rejected}: a limit or a guard refused a request.
     *
     * @param reason in a word, such as {@code concurrency_limit} or {@code foreign_host}
     * @param retryAfterSeconds null if retrying does not help
     */
    record Rejected(
            String requestId,
            String method,
            String path,
            String clientIp,
            String reason,
            int status,
            @Nullable Long retryAfterSeconds)
            implements SecurityRecord {
        @Override
        public long approximateBytes() {
            return 256L + path.length();
        }
    }

    /**
     * Phase {@code endpoint_auth_failed}.
     *
     * @param tokenFingerprint of the token presented; null when there was none
     * @param blockedFor how long the address is blocked from now on; zero if it is not
     */
    record AuthFailed(
            String requestId,
            String method,
            String path,
            String clientIp,
            List<HeaderField> headers,
            @Nullable String tokenFingerprint,
            Duration blockedFor)
            implements SecurityRecord {
        /** Copies the list. */
        public AuthFailed {
            headers = List.copyOf(headers);
        }

        @Override
        public long approximateBytes() {
            return 256L + path.length() + HeaderField.approximateBytes(headers);
        }
    }

    /**
     * Phase {@code security_event}: any other security event, such as a rotated token or an exposed listener.
     *
     * @param event in a word
     * @param detail in a sentence
     */
    record Event(String requestId, String event, String detail) implements SecurityRecord {
        @Override
        public long approximateBytes() {
            return 256L + detail.length();
        }
    }
}
