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
 * What was found in the relay's own memory of what a request refers to. What was not found is left out, and the
 * translation then rejects the request. Immutable; its nodes must not be changed.
 *
 * @param turns the items of all earlier turns, oldest first, by the id of the response or conversation they lead to
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

    /** Returns the history of a request that refers to nothing, or to nothing that is there. */
    public static History none() {
        return new History(Map.of(), Map.of());
    }

    /**
     * Returns a copy that knows a conversation, or a response with all before it.
     *
     * @param id the id by which the request refers to it
     * @param kept every item in order: the input and the output of the first turn, then those of the next
     */
    public History withTurns(String id, Collection<byte[]> kept) {
        Map<String, List<ObjectNode>> more = new LinkedHashMap<>(turns);
        more.put(id, kept.stream().map(History::read).toList());
        return new History(more, items);
    }

    /** Returns a copy that also knows these items by their ids. */
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
