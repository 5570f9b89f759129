package dev.airelay.store.file;

import dev.airelay.store.frame.Order;
import dev.airelay.store.frame.Page;
import dev.airelay.store.frame.StoreException;
import dev.airelay.store.frame.StoreFailure;
import java.time.Instant;
import java.util.Iterator;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The descriptions of all files, in memory: their number is bounded. Safe for concurrent use. */
final class FileIndex {
    private final ConcurrentHashMap<String, FileEntry> byId = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<Long, FileEntry> byOrder = new ConcurrentSkipListMap<>();
    private final AtomicLong lastOrder = new AtomicLong();
    private final AtomicInteger files = new AtomicInteger();
    private final int maxFiles;

    FileIndex(int maxFiles) {
        this.maxFiles = maxFiles;
    }

    /** Adds a file found on disk, even past the bound. */
    void load(FileEntry entry) {
        lastOrder.accumulateAndGet(entry.order(), Math::max);
        add(entry);
        files.incrementAndGet();
    }

    /** Reserves a place for a new file; {@link #giveUpPlace} or {@link #remove} releases it. */
    void takePlace() {
        if (files.getAndUpdate(now -> now < maxFiles ? now + 1 : now) >= maxFiles) {
            throw new StoreException(
                    StoreFailure.TOO_MANY, "at most " + maxFiles + " files can be stored. Delete some and try again");
        }
    }

    void giveUpPlace() {
        files.decrementAndGet();
    }

    /** Returns an order number after all that were assigned. */
    long nextOrder(Instant now) {
        return lastOrder.updateAndGet(last -> Math.max(last + 1, now.toEpochMilli() * 1000));
    }

    void add(FileEntry entry) {
        byId.put(entry.file().id(), entry);
        byOrder.put(entry.order(), entry);
    }

    void remove(FileEntry entry) {
        if (byId.remove(entry.file().id(), entry)) {
            byOrder.remove(entry.order());
            files.decrementAndGet();
        }
    }

    Optional<FileEntry> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    Stream<FileEntry> all() {
        return byId.values().stream();
    }

    /** Iterates in this order after the named file, without copying. */
    Iterator<FileEntry> from(@Nullable String after, Order order) {
        NavigableMap<Long, FileEntry> map = order == Order.ASCENDING ? byOrder : byOrder.descendingMap();
        if (after == null) {
            return map.values().iterator();
        }
        FileEntry start = find(after).orElseThrow(() -> Page.unknownCursor(after));
        return map.tailMap(start.order(), false).values().iterator();
    }
}
