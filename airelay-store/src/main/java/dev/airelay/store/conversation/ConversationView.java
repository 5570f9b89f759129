package dev.airelay.store.conversation;

import dev.airelay.store.frame.DamagedEntryException;
import dev.airelay.store.frame.FrameReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An open conversation: the places of its items, of which only the requested ones are read.
 *
 * @param conversation without items
 * @param places of all items, oldest first
 * @param reader at the end of the last complete turn
 */
record ConversationView(Conversation conversation, List<ItemPlace> places, FrameReader reader) {
    /** The items at these places. A damaged one is reported to the listener and omitted. */
    List<StoredItem> read(List<ItemPlace> wanted, DamagedItem listener) throws IOException {
        List<StoredItem> items = new ArrayList<>();
        for (ItemPlace place : wanted) {
            try {
                items.add(place.read(reader));
            } catch (DamagedEntryException damaged) {
                listener.damaged(place.id(), damaged);
            }
        }
        return items;
    }

    /** Receives an item that cannot be read. */
    @FunctionalInterface
    interface DamagedItem {
        void damaged(String itemId, DamagedEntryException damage);
    }

    Optional<ItemPlace> place(String itemId) {
        return places.stream().filter(place -> place.id().equals(itemId)).findFirst();
    }

    /** The room that is already used. */
    ConversationRoom room() {
        Set<String> ids = places.stream().map(ItemPlace::id).collect(Collectors.toSet());
        return new ConversationRoom(places.size(), reader.position(), ids);
    }
}
