package dev.airelay.store.frame;

import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;

/** One entry, from its directory alone: no content is read. The bytes are those of all its files. */
public record ShelfEntry(String id, FileTime changed, long bytes) {

    /** Orders by age. An entry from the future was created before the clock was set back, so before all later ones. */
    static Comparator<ShelfEntry> oldestFirst(Instant now) {
        return Comparator.<ShelfEntry, Boolean>comparing(
                        entry -> !entry.changed.toInstant().isAfter(now))
                .thenComparing(ShelfEntry::changed)
                .thenComparing(ShelfEntry::id);
    }
}
