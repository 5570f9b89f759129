package dev.airelay.transforms.reply;

import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.json.JsonMembers;
import dev.airelay.transforms.json.JsonName;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The members that a completion and all its chunks begin with. */
public final class CompletionHead {

    private static final JsonName CREATED_AT = new JsonName("created_at");
    private static final JsonName MODEL = new JsonName("model");
    private static final JsonName SERVICE_TIER = new JsonName("service_tier");

    private final String id;
    private long created;
    private String model;
    private Optional<String> serviceTier = Optional.empty();

    /** Creates a head with the values known before the upstream responds. */
    public CompletionHead(String id, long created, String model) {
        this.id = id;
        this.created = created;
        this.model = model;
    }

    /** Adopts the values of the upstream's response object. */
    public void learn(ObjectNode response) {
        JsonNode createdAt = response.path("created_at");
        if (createdAt.isNumber()) {
            created = createdAt.asLong(created);
        }
        String named = Json.text(response, "model");
        model = named.isEmpty() ? model : named;
        String tier = Json.text(response, "service_tier");
        serviceTier = tier.isEmpty() ? serviceTier : Optional.of(tier);
    }

    /** Adopts the values of the upstream's response object, from its text. */
    void learn(JsonMembers response) {
        created = response.integer(CREATED_AT, created);
        String named = response.string(MODEL);
        model = named.isEmpty() ? model : named;
        String tier = response.string(SERVICE_TIER);
        serviceTier = tier.isEmpty() ? serviceTier : Optional.of(tier);
    }

    /** Returns the tier that the upstream names. */
    public Optional<String> serviceTier() {
        return serviceTier;
    }

    /** Returns the head of one object or chunk. */
    public ObjectNode toNode(String object) {
        return Json.object()
                .put("id", id)
                .put("object", object)
                .put("created", created)
                .put("model", model);
    }
}
