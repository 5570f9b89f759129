package dev.airelay.transforms.reply;

import dev.airelay.transforms.event.EventType;
import dev.airelay.transforms.json.JsonSlice;
import dev.airelay.transforms.json.JsonText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The output items of one reply, found by the index, id or type in an event.
 *
 * <p>The output index takes precedence, because some upstreams use another item id in every event; then the item id, which
 * some set to the call's id; an event with neither belongs to the open item of its kind. The work for an event does not grow
 * with the number of items.
 */
public final class OutputState {

    /** The memory of an item, a part or a tree besides its text: without it, many small ones would count as nothing. */
    static final int EACH = 512;

    private final List<ItemState> items = new ArrayList<>();
    private final Map<Integer, ItemState> lastByIndex = new HashMap<>();
    private final Map<String, ItemState> firstById = new HashMap<>();
    private final Map<String, Deque<ItemState>> withoutIndexById = new HashMap<>();
    private final Map<String, Deque<ItemState>> openByType = new HashMap<>();
    private @Nullable ItemState latest;
    private long held;

    /** Counts bytes that the items hold. */
    void hold(int bytes) {
        held += bytes;
    }

    /** Returns the approximate memory of all items, in bytes. */
    public long heldBytes() {
        return held;
    }

    /** Counts JSON besides the items that is held as a tree. */
    public void note(JsonSlice kept) {
        hold(EACH + kept.to() - kept.from());
    }

    /** Returns the items in order of arrival. */
    public List<ItemState> items() {
        return items;
    }

    /** Returns the items by output index, those without one last, in order of arrival. */
    public List<ItemState> inOutputOrder() {
        List<ItemState> ordered = new ArrayList<>(items);
        ordered.sort(Comparator.comparingInt(
                item -> item.upstreamIndex() == CodexEvent.NO_INDEX ? Integer.MAX_VALUE : item.upstreamIndex()));
        return ordered;
    }

    /** Returns the item of an event inside an item; a new one if there is none. */
    public ItemState item(CodexEvent event) {
        ItemState found = find(event);
        if (found == null && event.outputIndex() == CodexEvent.NO_INDEX && event.itemId() == null) {
            found = open(event.itemKind().wireName());
        }
        return found == null ? add(event.outputIndex(), event.itemId(), ItemHead.of(event.itemKind())) : found;
    }

    /** Returns the known item of an event; null if there is none. */
    public @Nullable ItemState known(CodexEvent event) {
        return find(event);
    }

    /** Adopts the item that begins or is complete with this event; a new one if there is none. */
    public ItemState enter(CodexEvent event) {
        ItemHead head = event.head();
        boolean added = event.type() == EventType.OUTPUT_ITEM_ADDED;
        ItemState item = find(event);
        if (item == null && !added && event.outputIndex() == CodexEvent.NO_INDEX && event.itemId() == null) {
            item = open(head.type());
        }
        if (item == null || isAnother(item, head, added)) {
            item = add(event.outputIndex(), event.itemId(), head);
        }
        learn(item, head);
        if (added) {
            item.announce(event.value());
        } else if (!item.isDone()) {
            item.complete(event.value());
        }
        return item;
    }

    /** Returns whether this event begins another item, from an upstream that uses one index for several items. */
    private static boolean isAnother(ItemState known, ItemHead head, boolean added) {
        return known.isDone() && (added || !known.canBe(head));
    }

    /** Returns the item with this index or id, or null. */
    private @Nullable ItemState find(CodexEvent event) {
        int index = event.outputIndex();
        boolean indexed = index != CodexEvent.NO_INDEX;
        ItemState item = indexed ? ofIndex(index) : null;
        if (item == null && event.itemId() != null) {
            String named = event.itemId().toString();
            item = indexed
                    ? first(withoutIndexById.get(named), known -> known.upstreamIndex() == CodexEvent.NO_INDEX)
                    : firstById.get(named);
        }
        if (item != null && !item.identified() && item.adopt(index, event.itemId())) {
            note(item);
        }
        return item;
    }

    /** Returns the last item with this index, or null: usually that of the previous event. */
    private @Nullable ItemState ofIndex(int index) {
        if (latest == null || latest.upstreamIndex() != index) {
            latest = lastByIndex.get(index);
        }
        return latest;
    }

    /** Returns the open item of this type, or null: an event without item index and id belongs to it. */
    private @Nullable ItemState open(String type) {
        return first(openByType.get(type), open -> !open.isDone());
    }

    /** Returns the first item that still qualifies, and drops those before it, which never will again. */
    private static @Nullable ItemState first(@Nullable Deque<ItemState> waiting, Predicate<ItemState> fit) {
        while (waiting != null && !waiting.isEmpty()) {
            if (fit.test(waiting.element())) {
                return waiting.element();
            }
            waiting.remove();
        }
        return null;
    }

    private ItemState add(int index, @Nullable JsonText id, ItemHead head) {
        ItemState item = new ItemState(this, items.size(), index, head);
        hold(EACH);
        item.adopt(index, id);
        items.add(item);
        openByType.computeIfAbsent(head.type(), absent -> new ArrayDeque<>()).add(item);
        note(item);
        return item;
    }

    private void learn(ItemState item, ItemHead head) {
        if (item.learn(head)) {
            note(item);
        }
    }

    /** Records the keys of an item. */
    private void note(ItemState item) {
        if (item.upstreamIndex() != CodexEvent.NO_INDEX) {
            lastByIndex.put(item.upstreamIndex(), item);
            latest = item;
        }
        for (String id : item.ids()) {
            firstById.merge(id, item, (known, other) -> known.arrival() <= other.arrival() ? known : other);
            if (item.upstreamIndex() == CodexEvent.NO_INDEX) {
                withoutIndexById
                        .computeIfAbsent(id, absent -> new ArrayDeque<>())
                        .add(item);
            }
        }
    }

    /** Returns whether a final output equals the complete items received so far. */
    public boolean knows(List<JsonSlice> output) {
        if (output.size() > items.size()) {
            return false;
        }
        for (int i = 0; i < output.size(); i++) {
            JsonSlice known = items.get(i).completed();
            if (known == null || !known.sameBytes(output.get(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Merges the output of the final response object, if it has one. Its items win, their missing members are filled from
     * the stream, and items that the stream omitted are added.
     */
    public void complete(List<ObjectNode> output) {
        if (output.isEmpty()) {
            return;
        }
        Set<ItemState> matched = new HashSet<>();
        List<@Nullable ItemState> matches = sameItems(output, matched);
        List<ItemState> ordered = inOutputOrder();
        for (int i = 0; i < output.size(); i++) {
            ItemHead head = ItemHead.of(output.get(i));
            ItemState match = matches.get(i);
            if (match == null && i < ordered.size() && ordered.get(i).type().equals(head.type())) {
                match = matched.add(ordered.get(i)) ? ordered.get(i) : null;
            }
            if (match == null) {
                int index = lastByIndex.containsKey(i) ? CodexEvent.NO_INDEX : i;
                match = add(index, head.id().isEmpty() ? null : JsonText.of(head.id()), head);
                matched.add(match);
            }
            learn(match, head);
            match.complete(ItemForm.filled(output.get(i), match.done()));
        }
    }

    private static @Nullable ItemState unmatched(
            Map<String, Deque<ItemState>> byTypeAndId, String type, String id, Set<ItemState> matched) {
        return id.isEmpty() ? null : first(byTypeAndId.get(type + ' ' + id), known -> !matched.contains(known));
    }

    private static @Nullable ItemState earlier(@Nullable ItemState one, @Nullable ItemState other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return other.arrival() < one.arrival() ? other : one;
    }

    /**
     * Returns the items that the final output identifies by id, in its order, null for others; adds them to {@code matched}.
     */
    private List<@Nullable ItemState> sameItems(List<ObjectNode> output, Set<ItemState> matched) {
        Map<String, Deque<ItemState>> byTypeAndId = new HashMap<>();
        for (ItemState item : items) {
            for (String id : item.ids()) {
                byTypeAndId
                        .computeIfAbsent(item.type() + ' ' + id, absent -> new ArrayDeque<>())
                        .add(item);
            }
        }
        List<@Nullable ItemState> matches = new ArrayList<>();
        for (ObjectNode item : output) {
            ItemHead head = ItemHead.of(item);
            ItemState match = earlier(
                    unmatched(byTypeAndId, head.type(), head.id(), matched),
                    unmatched(byTypeAndId, head.type(), head.callId(), matched));
            if (match != null) {
                matched.add(match);
            }
            matches.add(match);
        }
        return matches;
    }
}
