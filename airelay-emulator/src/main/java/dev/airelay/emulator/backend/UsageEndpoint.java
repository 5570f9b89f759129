package dev.airelay.emulator.backend;

import dev.airelay.emulator.check.Credentials;
import dev.airelay.emulator.http.Endpoint;
import dev.airelay.emulator.http.IncomingRequest;
import dev.airelay.emulator.http.RefusedException;
import dev.airelay.emulator.http.ScriptedResponse;
import dev.airelay.emulator.http.Transport;
import dev.airelay.emulator.turn.RateLimits;
import java.time.Duration;

/** {@code GET /backend-api/wham/usage}: the account's windows and credits. */
public final class UsageEndpoint implements Endpoint {
    private final Credentials credentials;
    private final RateLimits limits;

    /** An endpoint that reports those limits. */
    public UsageEndpoint(Credentials credentials, RateLimits limits) {
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
