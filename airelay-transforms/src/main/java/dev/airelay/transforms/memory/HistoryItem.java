package dev.airelay.transforms.memory;

import dev.airelay.transforms.json.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * One item of a turn in stored form: as OpenAI lists it, with an id and a status.
 *
 * @param id the item's id
 * @param json the item; owned by the record, must not be changed
 */
public record HistoryItem(String id, ObjectNode json) {

    /** Returns the item as compact UTF-8 JSON. */
    public byte[] toBytes() {
        return Json.write(json);
    }
}
