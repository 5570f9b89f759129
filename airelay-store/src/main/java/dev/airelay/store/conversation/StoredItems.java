package dev.airelay.store.conversation;

import dev.airelay.store.frame.DamagedEntryException;
import dev.airelay.store.frame.Frame;
import dev.airelay.store.frame.FrameReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists of items in a frame: the ids in the header, the JSON in one section each. */
public final class StoredItems {
    private StoredItems() {}

    /** Adds the ids of the items to the header, and their JSON to the sections. */
    public static void write(ObjectNode header, String field, List<StoredItem> items, List<byte[]> sections) {
        ArrayNode ids = header.putArray(field);
        for (StoredItem item : items) {
            ids.add(item.id());
            sections.add(item.json());
        }
    }

    /** Returns the ids of the items in a header. */
    public static List<String> ids(JsonNode header, String field) throws DamagedEntryException {
        List<String> ids = new ArrayList<>();
        for (JsonNode id : header.path(field)) {
            if (!id.isString()) {
                throw new DamagedEntryException("its header has an item without an id");
            }
            ids.add(id.stringValue());
        }
        return ids;
    }

    /** Returns the items of a frame, starting at this section. */
    public static List<StoredItem> read(FrameReader reader, Frame frame, int firstSection, List<String> ids)
            throws IOException {
        List<StoredItem> items = new ArrayList<>();
        for (ItemPlace place : ItemPlace.of(frame, firstSection, ids)) {
            items.add(place.read(reader));
        }
        return items;
    }
}
