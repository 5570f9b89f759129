package dev.airelay.transforms.reply;

import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.json.JsonMembers;
import tools.jackson.databind.node.ObjectNode;

/**
 * The members of an output item before its content. Absent texts are empty.
 *
 * @param type the upstream's type of the item
 * @param id the item's id
 * @param callId the id that pairs a call with its output
 * @param name the tool of a call
 */
public record ItemHead(String type, String id, String callId, String name) {

    /** Reads the head of an item. */
    static ItemHead of(JsonMembers members) {
        return new ItemHead(
                members.word(EventMember.TYPE),
                members.string(EventMember.ID),
                members.string(EventMember.CALL_ID),
                members.string(EventMember.NAME));
    }

    /** Reads the head of a complete item. */
    static ItemHead of(ObjectNode item) {
        return new ItemHead(
                Json.text(item, "type"), Json.text(item, "id"), Json.text(item, "call_id"), Json.text(item, "name"));
    }

    /** Returns the head of an item with a known kind only. */
    static ItemHead of(ItemKind kind) {
        return new ItemHead(kind.wireName(), "", "", "");
    }

    ItemKind kind() {
        return ItemKind.of(type);
    }
}
