package dev.airelay.store.conversation;

import dev.airelay.store.frame.StoreException;
import dev.airelay.store.frame.StoreFailure;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The share of its limits that a conversation uses.
 *
 * @param items number of items
 * @param bytes size of its file
 * @param ids of its items
 */
record ConversationRoom(int items, long bytes, Set<String> ids) {
    /** Rejects items that do not fit or whose ids are taken. */
    void require(List<StoredItem> added, ConversationLimits limits) {
        Set<String> taken = new HashSet<>(ids);
        for (StoredItem item : added) {
            if (!taken.add(item.id())) {
                throw new StoreException(
                        StoreFailure.DUPLICATE_ID,
                        "item ids must be unique in a conversation, and '" + item.id() + "' already exists");
            }
        }
        long after =
                bytes + added.stream().mapToLong(item -> item.json().length).sum();
        if (items + added.size() > limits.maxItems() || after > limits.maxConversationBytes()) {
            throw new StoreException(
                    StoreFailure.TOO_LARGE,
                    "a conversation may have at most " + limits.maxItems() + " items and "
                            + limits.maxConversationBytes() + " bytes. Delete items or start a new conversation");
        }
    }
}
