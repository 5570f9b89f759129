package dev.airelay.store.frame;

import java.nio.file.Path;

/**
 * Receives every file that differs from what the store wrote. The entry is then skipped and left where it is.
 * Called on the thread that found it, sometimes with a lock held; must not call the store.
 */
@FunctionalInterface
public interface DamageListener {
    /** The file and what is wrong with it, in a few words. */
    void damaged(Path file, String reason);
}
