package dev.airelay.transforms.responses;

import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.request.Value;
import dev.airelay.transforms.request.WellFormedText;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The members of a response object that the relay itself provides, because the upstream gets no value, or another one. All
 * are always present, as in OpenAI's own responses.
 */
final class LocalMembers {

    private final ObjectNode members = Json.object()
            .put("background", false)
            .putNull("instructions")
            .putNull("previous_response_id")
            .putNull("prompt_cache_key")
            .putNull("safety_identifier")
            .put("store", false)
            .putNull("user");

    LocalMembers() {
        members.set("metadata", Json.object());
    }

    /** Sets a member to the client's value. */
    void put(String name, Value value) {
        put(name, value.copy());
    }

    /** Sets a member. */
    void put(String name, JsonNode value) {
        members.set(name, value);
    }

    /** Sets a member to a text. */
    void put(String name, String value) {
        members.put(name, value);
    }

    /** Sets a member to a boolean. */
    void put(String name, boolean value) {
        members.put(name, value);
    }

    /** Returns the members, not a copy; the caller owns them from now on. */
    ObjectNode toNode() {
        return (ObjectNode) WellFormedText.repaired(members);
    }
}
