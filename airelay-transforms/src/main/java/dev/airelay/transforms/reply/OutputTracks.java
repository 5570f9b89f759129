package dev.airelay.transforms.reply;

import dev.airelay.transforms.event.EventType;
import dev.airelay.transforms.json.JsonSlice;
import dev.airelay.transforms.json.JsonText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The output items of one reply, found again by whatever an event says of them.
 *
 * <p>The output index counts first, because some upstreams give an item another id in every event; then the item id, which
 * some set to the call's id; an event with neither belongs to the item of its kind that is still open.
 */
public final class OutputTracks {

    private final List<ItemTrack> items = new ArrayList<>();
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
    public List<ItemTrack> items() {
        return items;
    }

    /** Returns the items by output index, those without one last and in order of arrival. */
    public List<ItemTrack> inOutputOrder() {
        List<ItemTrack> ordered = new ArrayList<>(items);
        ordered.sort(Comparator.comparingInt(
                item -> item.upstreamIndex() == Route.NONE ? Integer.MAX_VALUE : item.upstreamIndex()));
        return ordered;
    }

    /** Returns the item that an event within an item of this kind is about; a new one when there is none. */
    public ItemTrack item(Route route, ItemKind kind) {
        ItemTrack found = find(route, item -> item.kind() == kind);
        return found == null ? add(route, ItemHead.of(kind)) : found;
    }

    /** Returns the item that an event is about by what it says of it; null when there is none. */
    public @Nullable ItemTrack known(Route route) {
        return route.outputIndex() == Route.NONE && route.itemId() == null ? null : find(route, item -> false);
    }

    /** Returns the item that begins or is complete with this event; a new one when there is none. */
    public ItemTrack item(CodexEvent.Item event) {
        ItemHead head = event.head();
        boolean added = event.type() == EventType.OUTPUT_ITEM_ADDED;
        ItemTrack item = find(
                event.route(),
                open -> !added
                        && open.type().equals(head.type())
                        && !(open.hasId() && event.route().itemId() != null));
        if (item == null || isAnother(item, head, added)) {
            item = add(event.route(), head);
        }
        item.learn(head);
        if (added) {
            item.announce(event.item());
        } else if (!item.isDone()) {
            item.complete(event.item());
        }
        return item;
    }

    /** Returns whether an upstream that gives several items one index begins another item with this event. */
    private static boolean isAnother(ItemTrack known, ItemHead head, boolean added) {
        return known.isDone() && (added || !known.canBe(head));
    }

    private @Nullable ItemTrack find(Route route, Predicate<ItemTrack> candidate) {
        ItemTrack item = null;
        JsonText id = route.itemId();
        if (route.outputIndex() != Route.NONE) {
            item = last(known -> known.upstreamIndex() == route.outputIndex());
        }
        if (item == null && id != null) {
            item = first(known ->
                    known.knownAs(id) && (known.upstreamIndex() == Route.NONE || route.outputIndex() == Route.NONE));
        }
        if (item == null && route.outputIndex() == Route.NONE && id == null) {
            item = first(open -> !open.isDone() && candidate.test(open));
        }
        if (item != null) {
            item.adopt(route);
        }
        return item;
    }

    private @Nullable ItemTrack last(Predicate<ItemTrack> condition) {
        for (int i = items.size() - 1; i >= 0; i--) {
            if (condition.test(items.get(i))) {
                return items.get(i);
            }
        }
        return null;
    }

    private @Nullable ItemTrack first(Predicate<ItemTrack> condition) {
        for (ItemTrack item : items) {
            if (condition.test(item)) {
                return item;
            }
        }
        return null;
    }

    private ItemTrack add(Route route, ItemHead head) {
        ItemTrack item = new ItemTrack(items.size(), route.outputIndex(), head, held);
        held.one(0);
        item.adopt(route);
        items.add(item);
        return item;
    }

    /**
     * Takes over the output of the final response object where it has one. Its items win, what they lack is filled from
     * what the stream told, and items that the stream left out are added.
     */
    public void complete(List<ObjectNode> output) {
        List<@Nullable ItemTrack> matches = new ArrayList<>();
        for (ObjectNode item : output) {
            matches.add(first(known -> !matches.contains(known) && sameItem(known, item)));
        }
        List<ItemTrack> ordered = inOutputOrder();
        for (int i = 0; i < output.size(); i++) {
            ObjectNode item = output.get(i);
            ItemTrack match = matches.get(i);
            if (match == null && i < ordered.size() && sameType(ordered.get(i), item)) {
                match = matches.contains(ordered.get(i)) ? null : ordered.get(i);
            }
            if (match == null) {
                match = add(freeRoute(i, ItemFacts.head(item)), ItemFacts.head(item));
                matches.set(i, match);
            }
            match.learn(ItemFacts.head(item));
            match.complete(ItemFacts.filled(item, match.done()));
        }
    }

    private Route freeRoute(int index, ItemHead head) {
        boolean taken = first(known -> known.upstreamIndex() == index) != null;
        return new Route(taken ? Route.NONE : index, head.id().isEmpty() ? null : JsonText.of(head.id()), 0);
    }

    private static boolean sameType(ItemTrack known, ObjectNode item) {
        return known.type().equals(ItemFacts.head(item).type());
    }

    private static boolean sameItem(ItemTrack known, ObjectNode item) {
        ItemHead head = ItemFacts.head(item);
        boolean byId = !head.id().isEmpty() && known.knownAs(JsonText.of(head.id()));
        return sameType(known, item)
                && (byId || (!head.callId().isEmpty() && known.knownAs(JsonText.of(head.callId()))));
    }
}
