package dev.airelay.transforms.reply;

import dev.airelay.transforms.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What complete items say of themselves. */
final class ItemFacts {

    private ItemFacts() {}

    static ItemHead head(ObjectNode item) {
        return new ItemHead(
                Json.text(item, "type"), Json.text(item, "id"), Json.text(item, "call_id"), Json.text(item, "name"));
    }

    /** Returns {@code item} with the members that it lacks, or has empty, taken from {@code streamed}. */
    static ObjectNode filled(ObjectNode item, @Nullable ObjectNode streamed) {
        if (streamed == null) {
            return item;
        }
        ObjectNode filled = item.deepCopy();
        streamed.properties().forEach(member -> {
            if (isEmpty(filled.path(member.getKey()))) {
                filled.set(member.getKey(), member.getValue());
            }
        });
        return filled;
    }

    static boolean isEmpty(JsonNode value) {
        return value.isMissingNode()
                || value.isNull()
                || (value.isContainer() && value.isEmpty())
                || (value.isString() && value.stringValue().isEmpty());
    }
}
