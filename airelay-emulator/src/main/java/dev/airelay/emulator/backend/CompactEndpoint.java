package dev.airelay.emulator.backend;

import dev.airelay.emulator.check.RequestChecks;
import dev.airelay.emulator.common.Ids;
import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.Endpoint;
import dev.airelay.emulator.http.Headers;
import dev.airelay.emulator.http.IncomingRequest;
import dev.airelay.emulator.http.RefusedException;
import dev.airelay.emulator.http.ScriptedResponse;
import dev.airelay.emulator.http.Transport;
import dev.airelay.emulator.turn.EncryptedReasoning;
import dev.airelay.emulator.turn.RateLimits;
import dev.airelay.emulator.turn.TurnRequest;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code POST /backend-api/codex/responses/compact}: answers with the replacement of the history, in one object. The user's
 * own messages stay, all else becomes one encrypted item.
 */
public final class CompactEndpoint implements Endpoint {
    private final RequestChecks checks;
    private final Ids ids;
    private final RateLimits limits;

    /** An endpoint that answers the compactions which pass the checks. */
    public CompactEndpoint(RequestChecks checks, Ids ids, RateLimits limits) {
        this.checks = checks;
        this.ids = ids;
        this.limits = limits;
    }

    @Override
    public ScriptedResponse answer(IncomingRequest http) throws RefusedException {
        checks.credentials().check(http);
        TurnRequest request = TurnRequest.of(http);
        checks.check(request);
        limits.answered();
        ObjectNode reply = Json.object();
        ArrayNode output = reply.putArray(TurnRequest.OUTPUT);
        request.input().stream().filter(CompactEndpoint::ofUser).forEach(output::add);
        String id = ids.item("cmp_");
        output.addObject()
                .put("id", id)
                .put(TurnRequest.TYPE, "compaction")
                .put("encrypted_content", EncryptedReasoning.seal(id, request.accountId()));
        return ScriptedResponse.json(200, reply, Transport.paced(Duration.ZERO))
                .withHeaders(Headers.of("x-request-id", ids.request()).with(limits.headers()));
    }

    private static boolean ofUser(JsonNode item) {
        return List.of("message", "user")
                .equals(List.of(TurnRequest.itemType(item), Json.string(item, TurnRequest.ROLE)));
    }
}
