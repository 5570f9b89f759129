package dev.airelay.emulator.check;

import dev.airelay.emulator.http.RefusedException;
import dev.airelay.emulator.turn.TurnRequest;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Only known parameters: the backend uses an allowlist and names the first unknown one. */
final class ParameterCheck implements RequestCheck {
    private static final Set<String> ALLOWED = Set.of(
            TurnRequest.MODEL,
            TurnRequest.INSTRUCTIONS,
            TurnRequest.INPUT,
            TurnRequest.TOOLS,
            TurnRequest.TOOL_CHOICE,
            TurnRequest.PARALLEL,
            TurnRequest.REASONING,
            TurnRequest.STORE,
            TurnRequest.STREAM,
            TurnRequest.STREAM_OPTIONS,
            TurnRequest.INCLUDE,
            TurnRequest.SERVICE_TIER,
            TurnRequest.CACHE_KEY,
            TurnRequest.TEXT,
            TurnRequest.CLIENT_METADATA);
    /** The parameters that a message on a socket may have beside these. */
    private static final Set<String> ON_SOCKET =
            Set.of(TurnRequest.TYPE, TurnRequest.PREVIOUS_RESPONSE_ID, TurnRequest.GENERATE);

    private static final Set<String> STREAM_OPTIONS = Set.of("reasoning_summary_delivery");

    @Override
    public void check(TurnRequest request) throws RefusedException {
        for (String name : request.body().propertyNames()) {
            boolean ofSocket = request.http().onSocket() && ON_SOCKET.contains(name);
            if (!ofSocket && !ALLOWED.contains(name)) {
                throw unsupported(name);
            }
        }
        JsonNode options = request.body().path(TurnRequest.STREAM_OPTIONS);
        if (!STREAM_OPTIONS.containsAll(options.propertyNames())) {
            throw unsupported(TurnRequest.STREAM_OPTIONS);
        }
    }

    private static RefusedException unsupported(String name) {
        return BadRequests.detail("Unsupported parameter: " + name);
    }
}
