package dev.airelay.store.frame;

import java.nio.file.Path;

/**
 * Receives every file that is not as the store wrote it. The entry is then skipped and left in place. Called on the thread
 * that found it, sometimes with a lock held; must not call the store.
 */
@FunctionalInterface
public interface DamageListener {
    /** Receives the file and the damage, in a few words. */
    void damaged(Path file, String reason);
}
