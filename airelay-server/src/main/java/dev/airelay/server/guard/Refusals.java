package dev.airelay.server.guard;

import dev.airelay.base.Sha256;
import dev.airelay.security.AdmissionDecision;
import dev.airelay.security.HostDecision;
import dev.airelay.server.trace.RequestFacts;
import dev.airelay.server.trace.RequestTrace;
import dev.airelay.traffic.record.HeaderField;
import dev.airelay.traffic.record.SecurityRecord;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the traffic log tells of refused requests; never with a token. */
final class Refusals {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final String SCHEME = "bearer ";

    private Refusals() {}

    /** A guard's refusal of a foreign page or name. */
    static RequestTrace.Refusal of(HostDecision.Denied denied, int status) {
        return request -> rejected(request, denied.reason().name().toLowerCase(Locale.ROOT), status, null);
    }

    /** The door's refusal: for the token, or for a limit. */
    static RequestTrace.Refusal of(AdmissionDecision refusal) {
        if (refusal instanceof AdmissionDecision.Refused limited) {
            return request ->
                    rejected(request, limited.limit().logReason(), TOO_MANY_REQUESTS, limited.retryAfterSeconds());
        }
        Duration block = refusal instanceof AdmissionDecision.Unauthorized unauthorized
                ? unauthorized.blockedFor()
                : Duration.ZERO;
        return request -> new SecurityRecord.AuthFailed(
                request.id(),
                request.method(),
                request.path(),
                request.clientIp(),
                request.headers(),
                fingerprint(request),
                block);
    }

    private static SecurityRecord rejected(
            RequestFacts request, String reason, int status, @Nullable Long retryAfterSeconds) {
        return new SecurityRecord.Rejected(
                request.id(), request.method(), request.path(), request.clientIp(), reason, status, retryAfterSeconds);
    }

    private static @Nullable String fingerprint(RequestFacts request) {
        return request.headers().stream()
                .filter(header -> header.name().equalsIgnoreCase("authorization"))
                .map(HeaderField::value)
                .findFirst()
                .map(Refusals::token)
                .filter(token -> !token.isEmpty())
                .map(Sha256::fingerprint)
                .orElse(null);
    }

    private static String token(String authorization) {
        String value = authorization.strip();
        return value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? value.substring(SCHEME.length()).strip()
                : value;
    }
}
