package dev.airelay.transforms.chat;

import dev.airelay.transforms.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The members that a completion and all its chunks begin with. */
final class ChatHead {

    private final String id;
    private long created;
    private String model;
    private @Nullable String serviceTier;

    ChatHead(ChatReplyOptions options) {
        this.id = options.completionId();
        this.created = options.createdEpochSeconds();
        this.model = options.model();
    }

    /** Takes over what the upstream's response object says. */
    void learn(ObjectNode response) {
        JsonNode createdAt = response.path("created_at");
        if (createdAt.isNumber()) {
            created = createdAt.asLong(created);
        }
        String named = Json.text(response, "model");
        model = named.isEmpty() ? model : named;
        String tier = Json.text(response, "service_tier");
        serviceTier = tier.isEmpty() ? serviceTier : tier;
    }

    /** Returns the head of one object or chunk. */
    ObjectNode toNode(String object) {
        return Json.object()
                .put("id", id)
                .put("object", object)
                .put("created", created)
                .put("model", model)
                .put("service_tier", serviceTier)
                .putNull("system_fingerprint");
    }
}
