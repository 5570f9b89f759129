package dev.airelay.transforms;

import tools.jackson.databind.json.JsonMapper;
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

    /** Returns the body as compact UTF-8 JSON. */
    public byte[] toBytes() {
        return MAPPER.writeValueAsBytes(body);
    }
}
