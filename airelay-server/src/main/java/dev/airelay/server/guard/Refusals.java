package dev.airelay.server.guard;

import dev.airelay.base.Sha256;
import dev.airelay.security.AdmissionDecision;
import dev.airelay.security.AdmissionLimit;
import dev.airelay.security.CredentialHeader;
import dev.airelay.security.HostDecision;
import dev.airelay.server.http.Refusal;
import dev.airelay.server.trace.RequestFacts;
import dev.airelay.server.trace.RequestTrace;
import dev.airelay.traffic.record.HeaderField;
import dev.airelay.traffic.record.SecurityRecord;
import dev.airelay.transforms.failure.ApiError;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The messages of the guards' refusals: for the client, and for the traffic log, which never contains a token. */
final class Refusals {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final String SCHEME = "bearer ";

    private Refusals() {}

    /**
     * Returns the client's part of a decision that does not admit it: 401 for its token, 429 for a limit.
     *
     * @param section the section of the configuration that has the limits
     */
    static Refusal response(AdmissionDecision refusal, Set<CredentialHeader> credentials, String section) {
        if (refusal instanceof AdmissionDecision.Refused limited) {
            return limited(limited, section);
        }
        String places =
                credentials.stream().map(CredentialHeader::place).sorted().collect(Collectors.joining(", or "));
        // Claude Code retries a call ten times after 401, and would wait for the end of the block after eight.
        Refusal unauthorized = Refusal.invalid(
                        401,
                        "invalid_api_key",
                        what(refusal) + " Send the relay token " + places + ". To see it, run: airelay token show")
                .notWorthRetrying();
        return credentials.contains(CredentialHeader.AUTHORIZATION)
                ? unauthorized.with(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"AIRelay\"")
                : unauthorized;
    }

    private static String what(AdmissionDecision refusal) {
        return refusal instanceof AdmissionDecision.Unauthorized unauthorized
                ? switch (unauthorized.reason()) {
                    case MISSING -> "The request has no relay token.";
                    case MALFORMED -> "The header has no relay token that can be read.";
                    case WRONG -> "The key of the request is not the relay token.";
                    case NOT_CONFIGURED -> "The relay has no token yet, so it admits nobody.";
                }
                : "The relay token is required.";
    }

    private static Refusal limited(AdmissionDecision.Refused limited, String section) {
        boolean blocked = limited.limit() == AdmissionLimit.FAILED_AUTH;
        ApiError error = new ApiError(
                limited.message() + setting(limited.limit(), section),
                blocked ? "authentication_error" : "rate_limit_error",
                null,
                limited.limit().code());
        Refusal refusal = Refusal.of(TOO_MANY_REQUESTS, error).retryAfter(limited.retryAfterSeconds());
        // Only another token would help, and an SDK retries with the same one.
        return blocked ? refusal.notWorthRetrying() : refusal;
    }

    /** A user's own test suite or agents may exceed these limits too, and then the owner of the relay reads this. */
    private static String setting(AdmissionLimit limit, String section) {
        return switch (limit) {
            case RATE ->
                " To allow more, raise " + section + ".rate_limit_per_minute and " + section
                        + ".rate_limit_burst in the configuration.";
            case CONCURRENCY ->
                " To allow more, raise " + section + ".concurrent_requests_per_ip in the configuration. To let more"
                        + " requests wait, raise security.queue_places and security.queue_seconds.";
            case FAILED_AUTH -> "";
        };
    }

    /** A guard's refusal of a foreign page or name. */
    static RequestTrace.RefusalRecord record(HostDecision.Denied denied, int status) {
        return request -> rejected(request, denied.reason().name().toLowerCase(Locale.ROOT), status, null);
    }

    /** The admission's refusal: for the token, or for a limit. */
    static RequestTrace.RefusalRecord record(AdmissionDecision refusal) {
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
                .filter(HeaderField::credential)
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
