package dev.airelay.transforms;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One request to the upstream's {@code /responses}: its body, built from an allow-list, and the conversation it belongs
 * to.
 *
 * @param body the JSON body; owned by this request, must not be changed after construction
 * @param sessionId stable per conversation; sent as {@code session-id}, {@code thread-id}, {@code x-client-request-id}
 *     and {@code prompt_cache_key}, because the upstream's prompt cache follows it
 */
public record CodexRequest(ObjectNode body, String sessionId) {

    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final String INPUT = "input";

    /** Returns the body as compact UTF-8 JSON. */
    public byte[] toBytes() {
        return MAPPER.writeValueAsBytes(body);
    }

    /** Returns the model that is asked; empty when none is named. */
    public String model() {
        return body.path("model").asString("");
    }

    /**
     * Returns this request without the reasoning of earlier turns, for one more try after the upstream could not read it,
     * see {@link UpstreamFailure#unreadableReasoning}; empty when it has none.
     */
    public Optional<CodexRequest> withoutReasoning() {
        ArrayNode kept = body.arrayNode();
        for (JsonNode item : body.path(INPUT)) {
            if (!item.path("type").stringValue("").equals("reasoning")) {
                kept.add(item);
            }
        }
        if (kept.size() == body.path(INPUT).size()) {
            return Optional.empty();
        }
        ObjectNode stripped = body.objectNode();
        stripped.setAll(body);
        stripped.set(INPUT, kept);
        return Optional.of(new CodexRequest(stripped, sessionId));
    }
}
