package dev.airelay.emulator;

import java.time.Duration;

/** {@code GET /backend-api/wham/usage}: the account's windows and credits. */
final class UsageEndpoint implements Endpoint {
    private final Credentials credentials;
    private final RateLimits limits;

    UsageEndpoint(Credentials credentials, RateLimits limits) {
        this.credentials = credentials;
        this.limits = limits;
    }

    @Override
    public ScriptedResponse answer(IncomingRequest request) throws RefusedException {
        credentials.check(request);
        return ScriptedResponse.json(
                200, limits.usage(request.header("chatgpt-account-id")), Transport.paced(Duration.ZERO));
    }
}
