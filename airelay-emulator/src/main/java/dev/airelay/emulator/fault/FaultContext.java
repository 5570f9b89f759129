package dev.airelay.emulator.fault;

import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.IncomingRequest;
import dev.airelay.emulator.turn.RateLimits;
import dev.airelay.emulator.turn.ResponseObject;
import dev.airelay.emulator.turn.TurnRequest;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The state that a fault may need besides the response that it changes.
 *
 * @param responseObject the response object; that of an empty request where the path has none
 * @param limits the account's limits
 */
public record FaultContext(ResponseObject responseObject, RateLimits limits) {
    /** The context of a response of the login server: the account's limits do not matter there. */
    public static FaultContext ofLogin(IncomingRequest request, InstantSource clock) {
        return withoutTurn(request, clock.instant(), new RateLimits(clock));
    }

    /** The context of a response that is not a turn's. */
    public static FaultContext withoutTurn(IncomingRequest request, Instant now, RateLimits limits) {
        TurnRequest empty = new TurnRequest(request, Json.object());
        return new FaultContext(ResponseObject.of("", now.getEpochSecond(), empty), limits);
    }
}
