package dev.airelay.server.guard;

import dev.airelay.security.AdmissionDecision;
import dev.airelay.security.AdmissionLimit;
import dev.airelay.server.http.Response;
import dev.airelay.transforms.failure.ApiError;
import io.netty.handler.codec.http.HttpHeaderNames;

/** What a client is told that is not let in: 401 for its token, 429 for a limit. */
final class AdmissionAnswer {
    private AdmissionAnswer() {}

    static Response of(AdmissionDecision refusal) {
        if (refusal instanceof AdmissionDecision.Refused limited) {
            return limited(limited);
        }
        ApiError error = new ApiError(
                "Missing or wrong relay token. Send 'Authorization: Bearer <token>'. To see the token, run:"
                        + " airelay token show",
                ApiError.INVALID_REQUEST,
                null,
                "invalid_api_key");
        return Response.error(401, error).header(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"AIRelay\"");
    }

    /** One user's test suite or swarm of agents meets these limits too, and then the owner of the relay reads this. */
    private static String setting(AdmissionLimit limit) {
        return switch (limit) {
            case RATE ->
                " To allow more, raise security.rate_limit_per_minute and security.rate_limit_burst"
                        + " in the configuration.";
            case CONCURRENCY ->
                " To allow more, raise security.concurrent_requests_per_ip in the configuration. To let more"
                        + " requests wait, raise security.queue_places and security.queue_seconds.";
            case FAILED_AUTH -> "";
        };
    }

    private static Response limited(AdmissionDecision.Refused limited) {
        boolean blocked = limited.limit() == AdmissionLimit.FAILED_AUTH;
        String type = blocked ? "authentication_error" : "rate_limit_error";
        Response answer = Response.error(
                        429,
                        new ApiError(
                                limited.message() + setting(limited.limit()),
                                type,
                                null,
                                limited.limit().code()))
                .header(HttpHeaderNames.RETRY_AFTER, limited.retryAfterSeconds());
        // Only another token ends the block sooner, and an SDK repeats with the same.
        return blocked ? answer.header("x-should-retry", "false") : answer;
    }
}
