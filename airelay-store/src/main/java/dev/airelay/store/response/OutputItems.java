package dev.airelay.store.response;

import dev.airelay.store.conversation.ItemIndex;
import dev.airelay.store.conversation.StoredItem;
import dev.airelay.store.frame.DamagedEntryException;
import dev.airelay.store.frame.DiskWork;
import dev.airelay.store.frame.Shelf;
import dev.airelay.store.frame.StoreContext;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Keeps the index of output items consistent with the shelf of responses. Safe for concurrent use. */
final class OutputItems {
    private final Shelf shelf;
    private final StoreContext context;
    private final ItemIndex index;
    /** Shared while a response is added, exclusive while all of them are read. */
    private final ReadWriteLock adding = new ReentrantReadWriteLock();

    OutputItems(Path file, Shelf shelf, StoreContext context) throws IOException {
        this.shelf = shelf;
        this.context = context;
        this.index = new ItemIndex(file, context.staging(), this::forEachResponse);
    }

    private void forEachResponse(ItemIndex.Sink sink) throws IOException {
        shelf.forEachFile(entry -> {
            List<String> items = List.of();
            try {
                items = ResponseRecord.readOutputIds(shelf.main(entry.id()));
            } catch (NoSuchFileException gone) {
                return;
            } catch (DamagedEntryException damaged) {
                context.damaged(shelf.main(entry.id()), String.valueOf(damaged.getMessage()));
            }
            sink.add(entry.id(), items);
        });
    }

    /** Runs the work that puts the response on the shelf. The index is written first: surplus entries do no harm. */
    void keeping(StoredResponse response, DiskWork.Run keep) throws IOException {
        String id = response.head().id();
        adding.readLock().lock();
        try {
            shelf.exclusively(id, () -> {
                index.add(id, response.output().stream().map(StoredItem::id).toList());
                keep.run();
                return true;
            });
        } finally {
            adding.readLock().unlock();
        }
        context.attempt(shelf.main(id), shelf::trim);
    }

    /** The responses that may contain these items, by item id. */
    Map<String, String> find(Collection<String> itemIds) throws IOException {
        return index.find(itemIds);
    }

    /** Removes deleted responses from the index if there may be many. */
    void tidy() throws IOException {
        adding.writeLock().lock();
        try {
            if (index.isBloated()) {
                index.rebuild();
            }
        } finally {
            adding.writeLock().unlock();
        }
    }
}
