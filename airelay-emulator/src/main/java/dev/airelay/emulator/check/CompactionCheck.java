package dev.airelay.emulator.check;

import dev.airelay.emulator.http.RefusedException;
import dev.airelay.emulator.turn.TurnRequest;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Checks the members of a compaction: fewer than of a turn, and nothing about storage, streaming or include. */
final class CompactionCheck implements RequestCheck {
    private static final Set<String> ALLOWED = Set.of(
            TurnRequest.MODEL,
            TurnRequest.INPUT,
            TurnRequest.INSTRUCTIONS,
            TurnRequest.TOOLS,
            TurnRequest.PARALLEL,
            TurnRequest.REASONING,
            TurnRequest.SERVICE_TIER,
            TurnRequest.CACHE_KEY,
            TurnRequest.TEXT);

    @Override
    public void check(TurnRequest request) throws RefusedException {
        JsonNode body = request.body();
        for (String name : body.propertyNames()) {
            if (!ALLOWED.contains(name)) {
                throw BadRequests.detail("Unsupported parameter: " + name);
            }
        }
        if (!body.path(TurnRequest.INPUT).isArray()) {
            throw BadRequests.detail("Input must be a list");
        }
    }
}
