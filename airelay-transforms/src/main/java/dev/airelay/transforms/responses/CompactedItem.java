package dev.airelay.transforms.responses;

import dev.airelay.transforms.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The items of a compacted conversation as clients see them: with ids, and messages with a status. */
final class CompactedItem {

    private CompactedItem() {}

    /** Returns the item; anything that is no object goes on as it is. */
    static JsonNode listed(JsonNode item, String token) {
        if (!(item instanceof ObjectNode object)) {
            return item;
        }
        ItemListing listing = new ItemListing(token);
        listing.item(object);
        ObjectNode listed =
                listing.items().isEmpty() ? object : listing.items().get(0).json();
        String id = Json.text(object, "id");
        return id.isEmpty() ? listed : listed.put("id", id);
    }
}
