package dev.airelay.emulator;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The state that a fault may need besides the response it changes.
 *
 * @param responseObject the response object; that of an empty request where the path has none
 * @param limits the account's limits
 */
record FaultContext(ResponseObject responseObject, RateLimits limits) {
    /** The context of a response of the login issuer: the account's limits do not matter there. */
    static FaultContext ofLogin(IncomingRequest request, InstantSource clock) {
        return withoutTurn(request, clock.instant(), new RateLimits(clock));
    }

    /** The context of a response that is not a turn's. */
    static FaultContext withoutTurn(IncomingRequest request, Instant now, RateLimits limits) {
        TurnRequest empty = new TurnRequest(request, Json.object());
        return new FaultContext(ResponseObject.of("", now.getEpochSecond(), empty), limits);
    }
}
