package dev.airelay.store.frame;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Many entries in 256 directories. An entry is a main file, {@code ID.entry}, and an optional side file. The main file's
 * time is its age. There is no index: memory does not grow with the entries, and beyond a limit the directories are read to
 * find the oldest. Safe for concurrent use.
 */
public final class Shelf {
    /** One scan of all directories usually finds enough; this many take about a megabyte for that time. */
    private static final int BATCH = 8192;

    private final ShelfDirectories directories;
    private final ShelfLimits limits;
    private final StoreContext context;
    private final IdLocks locks = new IdLocks();
    private final AtomicLong entries = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final ReentrantLock trimming = new ReentrantLock();

    /** Creates a shelf below a directory; {@link #load} must follow. */
    public Shelf(Path root, ShelfLimits limits, StoreContext context) throws IOException {
        this.directories = new ShelfDirectories(root);
        this.limits = limits;
        this.context = context;
    }

    /** Counts the entries and removes side files without an entry. To be called once, before the other methods. */
    public void load() throws IOException {
        directories.removeOrphans();
        entries.set(0);
        bytes.set(0);
        directories.forEach(entry -> {
            entries.incrementAndGet();
            bytes.addAndGet(entry.bytes());
        });
    }

    /** Runs work on one entry that excludes other work on it. Must not be nested. */
    public <T> T exclusively(String id, DiskWork.Call<T> work) throws IOException {
        return locks.call(id, work);
    }

    /** Stores the entry durably, replacing an older one. */
    public void put(String id, List<ByteBuffer> content) throws IOException {
        Path file = directories.create(id);
        long before = sizeOrAbsent(file);
        long after = context.staging().replace(file, content);
        entries.addAndGet(before < 0 ? 1 : 0);
        bytes.addAndGet(after - Math.max(0, before));
    }

    /** Moves a complete file to the entry's side. */
    public void putSide(String id, Path complete) throws IOException {
        directories.create(id);
        long size = Files.size(complete);
        DurableFiles.publish(complete, directories.side(id));
        bytes.addAndGet(size);
    }

    /** Counts bytes that were appended to an entry. */
    public void grown(long appended) {
        bytes.addAndGet(appended);
    }

    /** The entry's main file; empty if there is none or it has expired. */
    public Optional<Path> find(String id) throws IOException {
        if (!EntryName.isSafe(id)) {
            return Optional.empty();
        }
        Path file = directories.main(id);
        try {
            return isExpired(Files.getLastModifiedTime(file)) ? Optional.empty() : Optional.of(file);
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    /** Returns the side file of an entry. */
    public Path side(String id) {
        return directories.side(id);
    }

    private boolean isExpired(FileTime changed) {
        return !context.environment()
                .expiryClock()
                .instant()
                .isBefore(changed.toInstant().plus(limits.timeToLive()));
    }

    /** Deletes the entry durably; returns whether there was one. */
    public boolean remove(String id) throws IOException {
        long main = sizeOrAbsent(directories.main(id));
        if (main < 0) {
            return false;
        }
        DurableFiles.delete(directories.main(id));
        long side = sizeOrAbsent(directories.side(id));
        Files.deleteIfExists(directories.side(id));
        entries.decrementAndGet();
        bytes.addAndGet(-main - Math.max(0, side));
        return true;
    }

    private static long sizeOrAbsent(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException absent) {
            return -1;
        }
    }

    /** Removes the oldest entries if there are too many. To be called without holding an entry's lock. */
    public void trim() throws IOException {
        if (!over(0) || !trimming.tryLock()) {
            return;
        }
        try {
            boolean removedSome = true;
            while (over(1) && removedSome) {
                removedSome = false;
                for (ShelfEntry entry :
                        directories.oldest(BATCH, context.environment().clock().instant())) {
                    removedSome |= over(1) && removeUnchanged(entry);
                }
            }
        } finally {
            trimming.unlock();
        }
    }

    /** Frees a twentieth of the space at a time, so that not every new entry has to search for the oldest. */
    private boolean over(int twentieths) {
        return entries.get() > limits.maxEntries() - twentieths * (limits.maxEntries() / 20)
                || bytes.get() > limits.maxBytes() - twentieths * (limits.maxBytes() / 20);
    }

    /** Removes expired entries. */
    public void sweep() throws IOException {
        directories.forEach(entry -> {
            if (isExpired(entry.changed())) {
                removeUnchanged(entry);
            }
        });
    }

    private boolean removeUnchanged(ShelfEntry entry) throws IOException {
        return locks.call(entry.id(), () -> {
            try {
                return Files.getLastModifiedTime(directories.main(entry.id())).equals(entry.changed())
                        && remove(entry.id());
            } catch (NoSuchFileException gone) {
                return false;
            }
        });
    }

    /** Visits every entry's main file, in no order. */
    public void forEachFile(ShelfDirectories.Visitor visitor) throws IOException {
        directories.forEach(visitor);
    }

    /** Returns the main file of an entry. */
    public Path main(String id) {
        return directories.main(id);
    }

    /** Returns the number of entries. */
    public long entries() {
        return entries.get();
    }

    long bytes() {
        return bytes.get();
    }
}
