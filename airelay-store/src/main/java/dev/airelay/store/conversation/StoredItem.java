package dev.airelay.store.conversation;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One item of an input, an output or a conversation. The record owns the bytes, which must not be changed.
 *
 * @param id the item's own
 * @param json one JSON object as UTF-8; never parsed
 */
public record StoredItem(String id, byte[] json) {
    @Override
    public boolean equals(Object other) {
        return other instanceof StoredItem item && id.equals(item.id) && Arrays.equals(json, item.json);
    }

    @Override
    public int hashCode() {
        return 31 * id.hashCode() + Arrays.hashCode(json);
    }

    /** The id and the JSON text. */
    @Override
    public String toString() {
        return id + " " + new String(json, StandardCharsets.UTF_8);
    }
}
