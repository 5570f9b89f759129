package dev.airelay.store.frame;

import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;

/** One entry as its directory shows it: nothing is read. The bytes are those of all its files. */
public record ShelfEntry(String id, FileTime changed, long bytes) {

    /** The order of age. An entry from the future was made before the clock was set back, so before all that came since. */
    static Comparator<ShelfEntry> oldestFirst(Instant now) {
        return Comparator.<ShelfEntry, Boolean>comparing(
                        entry -> !entry.changed.toInstant().isAfter(now))
                .thenComparing(ShelfEntry::changed)
                .thenComparing(ShelfEntry::id);
    }
}
