package dev.airelay.store;

import java.nio.file.attribute.FileTime;
import java.util.Comparator;

/** One entry as its directory shows it: nothing is read. The bytes are those of all its files. */
record ShelfEntry(String id, FileTime changed, long bytes) {
    static final Comparator<ShelfEntry> OLDEST_FIRST =
            Comparator.comparing(ShelfEntry::changed).thenComparing(ShelfEntry::id);
}
