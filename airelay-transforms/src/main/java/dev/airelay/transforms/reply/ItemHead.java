package dev.airelay.transforms.reply;

import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.json.JsonMembers;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an output item says of itself before its content. Texts are empty where it does not.
 *
 * @param type the item's type as the upstream names it
 * @param id the item's id
 * @param callId the id that a call is answered by
 * @param name the tool that a call is for
 */
public record ItemHead(String type, String id, String callId, String name) {

    /** Reads the head of an item. */
    static ItemHead of(JsonMembers members) {
        return new ItemHead(
                members.string(EventMember.TYPE),
                members.string(EventMember.ID),
                members.string(EventMember.CALL_ID),
                members.string(EventMember.NAME));
    }

    /** Reads the head of a complete item. */
    static ItemHead of(ObjectNode item) {
        return new ItemHead(
                Json.text(item, "type"), Json.text(item, "id"), Json.text(item, "call_id"), Json.text(item, "name"));
    }

    /** Returns the head of an item of which only the kind is known. */
    static ItemHead of(ItemKind kind) {
        return new ItemHead(kind.wireName(), "", "", "");
    }

    ItemKind kind() {
        return ItemKind.of(type);
    }
}
