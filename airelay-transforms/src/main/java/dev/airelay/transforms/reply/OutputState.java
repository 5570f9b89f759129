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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The output items of one reply, found again by whatever an event says of them.
 *
 * <p>The output index counts first, because some upstreams give an item another id in every event; then the item id, which
 * some set to the call's id; an event with neither belongs to the item of its kind that is still open. The work for an event
 * does not grow with the number of items.
 */
public final class OutputState {

    private final List<ItemState> items = new ArrayList<>();
    private final Map<Integer, ItemState> lastByIndex = new HashMap<>();
    private final Map<String, ItemState> firstById = new HashMap<>();
    private final Map<String, Deque<ItemState>> withoutIndexById = new HashMap<>();
    private final Map<String, Deque<ItemState>> openByType = new HashMap<>();
    private final HeldBytes held = new HeldBytes();

    /** Returns about how many bytes all items take. */
    public long heldBytes() {
        return held.total();
    }

    /** Counts JSON besides the items that is kept as a tree. */
    public void note(JsonSlice kept) {
        held.one(kept.to() - kept.from());
    }

    /** Returns the items in order of arrival. */
    public List<ItemState> items() {
        return items;
    }

    /** Returns the items by output index, those without one last and in order of arrival. */
    public List<ItemState> inOutputOrder() {
        List<ItemState> ordered = new ArrayList<>(items);
        ordered.sort(Comparator.comparingInt(
                item -> item.upstreamIndex() == Route.NONE ? Integer.MAX_VALUE : item.upstreamIndex()));
        return ordered;
    }

    /** Returns the item that an event within an item of this kind is about; a new one when there is none. */
    public ItemState item(Route route, ItemKind kind) {
        ItemState found = find(route, kind.wireName());
        return found == null ? add(route, ItemHead.of(kind)) : found;
    }

    /** Returns the item that an event is about by what it says of it; null when there is none. */
    public @Nullable ItemState known(Route route) {
        return route.outputIndex() == Route.NONE && route.itemId() == null ? null : find(route, null);
    }

    /** Returns the item that begins or is complete with this event; a new one when there is none. */
    public ItemState item(CodexEvent.Item event) {
        ItemHead head = event.head();
        boolean added = event.type() == EventType.OUTPUT_ITEM_ADDED;
        ItemState item = find(event.route(), added ? null : head.type());
        if (item == null || isAnother(item, head, added)) {
            item = add(event.route(), head);
        }
        learn(item, head);
        if (added) {
            item.announce(event.item());
        } else if (!item.isDone()) {
            item.complete(event.item());
        }
        return item;
    }

    /** Returns whether an upstream that gives several items one index begins another item with this event. */
    private static boolean isAnother(ItemState known, ItemHead head, boolean added) {
        return known.isDone() && (added || !known.canBe(head));
    }

    /**
     * Returns the item that an event is about, or null.
     *
     * @param openType the type of the item that is meant when the event says nothing else; null when that would be a new one
     */
    private @Nullable ItemState find(Route route, @Nullable String openType) {
        boolean indexed = route.outputIndex() != Route.NONE;
        ItemState item = indexed ? lastByIndex.get(route.outputIndex()) : null;
        if (item == null && route.itemId() != null) {
            String id = route.itemId().toString();
            item = indexed
                    ? first(withoutIndexById.get(id), known -> known.upstreamIndex() == Route.NONE)
                    : firstById.get(id);
        }
        if (item == null && !indexed && route.itemId() == null && openType != null) {
            item = first(openByType.get(openType), open -> !open.isDone());
        }
        if (item != null && item.adopt(route)) {
            note(item);
        }
        return item;
    }

    /** Returns the first item that is still fit, and forgets those before it: none becomes fit again. */
    private static @Nullable ItemState first(@Nullable Deque<ItemState> waiting, Predicate<ItemState> fit) {
        while (waiting != null && !waiting.isEmpty()) {
            if (fit.test(waiting.element())) {
                return waiting.element();
            }
            waiting.remove();
        }
        return null;
    }

    private ItemState add(Route route, ItemHead head) {
        ItemState item = new ItemState(items.size(), route.outputIndex(), head, held);
        held.one(0);
        item.adopt(route);
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

    /** Notes what an item is found by. */
    private void note(ItemState item) {
        if (item.upstreamIndex() != Route.NONE) {
            lastByIndex.put(item.upstreamIndex(), item);
        }
        for (String id : item.ids()) {
            firstById.merge(id, item, (known, other) -> known.arrival() <= other.arrival() ? known : other);
            if (item.upstreamIndex() == Route.NONE) {
                withoutIndexById
                        .computeIfAbsent(id, absent -> new ArrayDeque<>())
                        .add(item);
            }
        }
    }

    /**
     * Takes over the output of the final response object where it has one. Its items win, what they lack is filled from
     * what the stream told, and items that the stream left out are added.
     */
    public void complete(List<ObjectNode> output) {
        Set<ItemState> matched = new HashSet<>();
        List<@Nullable ItemState> matches = sameItems(output, matched);
        List<ItemState> ordered = inOutputOrder();
        for (int i = 0; i < output.size(); i++) {
            ItemHead head = ItemFacts.head(output.get(i));
            ItemState match = matches.get(i);
            if (match == null && i < ordered.size() && ordered.get(i).type().equals(head.type())) {
                match = matched.add(ordered.get(i)) ? ordered.get(i) : null;
            }
            if (match == null) {
                match = add(freeRoute(i, head), head);
                matched.add(match);
            }
            learn(match, head);
            match.complete(ItemFacts.filled(output.get(i), match.done()));
        }
    }

    /** Returns the items that the final output names by an id, in its order, null for others; adds them to {@code matched}. */
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
            ItemHead head = ItemFacts.head(item);
            ItemState match = Stream.of(head.id(), head.callId())
                    .filter(id -> !id.isEmpty())
                    .flatMap(id -> Stream.ofNullable(
                            first(byTypeAndId.get(head.type() + ' ' + id), known -> !matched.contains(known))))
                    .min(Comparator.comparingInt(ItemState::arrival))
                    .orElse(null);
            if (match != null) {
                matched.add(match);
            }
            matches.add(match);
        }
        return matches;
    }

    private Route freeRoute(int index, ItemHead head) {
        boolean taken = lastByIndex.containsKey(index);
        return new Route(taken ? Route.NONE : index, head.id().isEmpty() ? null : JsonText.of(head.id()), 0);
    }
}
