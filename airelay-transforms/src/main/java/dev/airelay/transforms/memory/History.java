package dev.airelay.transforms.memory;

import dev.airelay.transforms.json.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * The objects in the relay's store that a request refers to. Missing ones are omitted, and the translation then rejects the
 * request. Immutable; its nodes must not be changed.
 *
 * @param turns the items of all earlier turns, oldest first, by the id of their last response or their conversation
 * @param items single items by id
 */
public record History(Map<String, List<ObjectNode>> turns, Map<String, ObjectNode> items) {

    /** Copies the maps and lists. */
    public History {
        Map<String, List<ObjectNode>> copy = new LinkedHashMap<>();
        turns.forEach((id, list) -> copy.put(id, List.copyOf(list)));
        turns = Map.copyOf(copy);
        items = Map.copyOf(items);
    }

    /** Returns the history of a request without references, or only with missing ones. */
    public static History none() {
        return new History(Map.of(), Map.of());
    }

    /**
     * Returns a copy with a conversation, or with a response and all turns before it.
     *
     * @param id the id in the request
     * @param kept every item in order: the input and the output of the first turn, then those of the next
     */
    public History withTurns(String id, Collection<byte[]> kept) {
        Map<String, List<ObjectNode>> more = new LinkedHashMap<>(turns);
        more.put(id, kept.stream().map(History::read).toList());
        return new History(more, items);
    }

    /** Returns a copy that also contains these items by their ids. */
    public History withItems(Map<String, byte[]> kept) {
        Map<String, ObjectNode> more = new LinkedHashMap<>(items);
        kept.forEach((id, json) -> more.put(id, read(json)));
        return new History(turns, more);
    }

    /** Returns the earlier items, oldest first; empty when there is no response or conversation of this id. */
    public Optional<List<ObjectNode>> before(String id) {
        return Optional.ofNullable(turns.get(id));
    }

    /** Returns the item; empty when there is none of this id. */
    public Optional<ObjectNode> item(String id) {
        return Optional.ofNullable(items.get(id));
    }

    /** Returns all items: the single ones, then those of the turns. */
    public List<ObjectNode> all() {
        List<ObjectNode> all = new ArrayList<>(items.values());
        turns.values().forEach(all::addAll);
        return all;
    }

    private static ObjectNode read(byte[] json) {
        if (Json.read(json, 0, json.length) instanceof ObjectNode item) {
            return item;
        }
        throw new IllegalArgumentException("a stored item is not a JSON object");
    }
}
