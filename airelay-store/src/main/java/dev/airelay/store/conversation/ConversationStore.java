package dev.airelay.store.conversation;

import dev.airelay.store.frame.DamagedEntryException;
import dev.airelay.store.frame.DiskWork;
import dev.airelay.store.frame.EntryName;
import dev.airelay.store.frame.Page;
import dev.airelay.store.frame.PageRequest;
import dev.airelay.store.frame.Shelf;
import dev.airelay.store.frame.ShelfLimits;
import dev.airelay.store.frame.StoreContext;
import dev.airelay.store.frame.StoreException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Conversations and their items. Each has its own file, so memory does not grow with their number. Safe for concurrent use:
 * turns that are appended at the same time are stored one after the other. Every call may block on the disk.
 */
public final class ConversationStore {
    private static final String KEEP = "store the conversation";
    private static final String READ = "read the conversation";

    private final Shelf shelf;
    private final ConversationLimits limits;
    private final StoreContext context;

    /** Opens the store below a directory and counts its conversations. */
    public ConversationStore(Path root, ConversationLimits limits, StoreContext context) throws IOException {
        this.limits = limits;
        this.context = context;
        this.shelf = new Shelf(
                root, new ShelfLimits(limits.maxConversations(), limits.maxTotalBytes(), limits.timeToLive()), context);
        shelf.load();
    }

    /**
     * Creates a conversation with these items. The one unused for longest may be deleted for it.
     *
     * @throws StoreException if there are too many items, they are too large or share an id, or the disk fails
     */
    public Conversation create(byte[] metadata, List<StoredItem> items) {
        Instant now = context.environment().clock().instant();
        Conversation conversation = new Conversation(
                "conv_" + context.environment().randomNames().get(),
                Instant.ofEpochMilli(now.toEpochMilli()),
                Instant.ofEpochMilli(now.toEpochMilli()),
                metadata.clone());
        new ConversationRoom(0, metadata.length, Set.of()).require(items, limits);
        DiskWork.run(KEEP, () -> put(conversation, items));
        return conversation;
    }

    private void put(Conversation conversation, List<StoredItem> items) throws IOException {
        String id = conversation.id();
        shelf.exclusively(id, () -> {
            shelf.put(id, ConversationLog.encode(conversation, items));
            return true;
        });
        context.attempt(shelf.main(id), shelf::trim);
    }

    /** The conversation; empty if there is none with this id, or it has expired or is damaged. */
    public Optional<Conversation> find(String id) {
        return read(id, ConversationView::conversation);
    }

    /** A page of the items; empty as for {@link #find}. Reads the page's items only. */
    public Optional<Page<StoredItem>> items(String id, PageRequest request) {
        return read(id, view -> {
            Page<ItemPlace> places = Page.of(view.places(), request, ItemPlace::id);
            return new Page<>(view.read(places.elements(), damage(id)), places.hasMore());
        });
    }

    /** All items in order, to precede the next turn; empty as for {@link #find}. */
    public Optional<List<StoredItem>> replay(String id) {
        return read(id, view -> view.read(view.places(), damage(id)));
    }

    /** One item; empty when there is no such item or conversation. */
    public Optional<StoredItem> item(String id, String itemId) {
        return read(id, view -> view.read(view.place(itemId).stream().toList(), damage(id)))
                .flatMap(found -> found.stream().findFirst());
    }

    private ConversationView.DamagedItem damage(String id) {
        return (itemId, damaged) -> context.damaged(shelf.main(id), "item " + itemId + ": " + damaged.getMessage());
    }

    /**
     * Appends one turn durably and atomically; empty if there is no such conversation.
     *
     * @throws StoreException if the conversation would be too large, an id exists already, or the disk fails; nothing is
     *     appended then
     */
    public Optional<Conversation> append(String id, List<StoredItem> turn) {
        if (!EntryName.isSafe(id)) {
            return Optional.empty();
        }
        boolean there = DiskWork.call(KEEP, () -> shelf.exclusively(id, () -> appendNow(id, turn)));
        if (there) {
            context.attempt(shelf.main(id), shelf::trim);
        }
        return there ? find(id) : Optional.empty();
    }

    private boolean appendNow(String id, List<StoredItem> turn) throws IOException {
        Optional<Path> file = shelf.find(id);
        Optional<Long> end = file.isEmpty()
                ? Optional.empty()
                : guarded(id, file.get(), view -> {
                    view.room().require(turn, limits);
                    if (view.reader().isTorn()) {
                        context.damaged(file.get(), "its last record is incomplete and was dropped");
                    }
                    return view.reader().position();
                });
        if (end.isPresent() && !turn.isEmpty()) {
            shelf.grown(ConversationLog.append(file.orElseThrow(), end.get(), turn));
            context.attempt(shelf.main(id), () -> context.staging().touch(shelf.main(id)));
        }
        return end.isPresent();
    }

    /** Replaces the metadata; empty when there is no such conversation. */
    public Optional<Conversation> updateMetadata(String id, byte[] metadata) {
        boolean there = rewrite(id, view -> {
            Conversation old = view.conversation();
            Conversation changed = new Conversation(id, old.createdAt(), old.updatedAt(), metadata.clone());
            shelf.put(id, ConversationLog.encode(changed, view.read(view.places(), damage(id))));
            return true;
        });
        return there ? find(id) : Optional.empty();
    }

    /** Deletes one item durably; returns whether there was one. */
    public boolean deleteItem(String id, String itemId) {
        return rewrite(id, view -> {
            List<ItemPlace> rest = view.places().stream()
                    .filter(place -> !place.id().equals(itemId))
                    .toList();
            boolean found = rest.size() < view.places().size();
            if (found) {
                shelf.put(id, ConversationLog.encode(view.conversation(), view.read(rest, damage(id))));
            }
            return found;
        });
    }

    private boolean rewrite(String id, ConversationLog.Use<Boolean> change) {
        if (!EntryName.isSafe(id)) {
            return false;
        }
        return DiskWork.call(
                KEEP,
                () -> shelf.exclusively(id, () -> {
                    Optional<Path> file = shelf.find(id);
                    return file.isPresent() && guarded(id, file.get(), change).orElse(false);
                }));
    }

    /** Deletes the conversation with its items; returns whether there was one. */
    public boolean delete(String id) {
        return DiskWork.call(
                "delete the conversation",
                () -> shelf.find(id).isPresent() && shelf.exclusively(id, () -> shelf.remove(id)));
    }

    /** Removes expired conversations. */
    public void sweep() {
        DiskWork.run("delete old conversations", shelf::sweep);
    }

    private <T> Optional<T> read(String id, ConversationLog.Use<T> use) {
        return DiskWork.call(READ, () -> {
            Optional<Path> file = shelf.find(id);
            return file.isPresent() ? guarded(id, file.get(), use) : Optional.empty();
        });
    }

    private <T> Optional<T> guarded(String id, Path file, ConversationLog.Use<T> use) throws IOException {
        try {
            return Optional.of(ConversationLog.use(file, use));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (DamagedEntryException damaged) {
            context.damaged(file, id + ": " + damaged.getMessage());
            return Optional.empty();
        }
    }

    /** The number of conversations. */
    public long count() {
        return shelf.entries();
    }
}
