package dev.airelay.store.frame;

import java.nio.file.Path;

/**
 * The parts that the stores of one directory share.
 *
 * @param staging where files are written first
 * @param quota bytes of files and parts together
 * @param environment clock, names and the listener for damage
 */
public record StoreContext(Staging staging, Quota quota, StoreEnvironment environment) {
    /** Reports a file that differs from what the store wrote. */
    public void damaged(Path file, String reason) {
        environment.damage().damaged(file, reason);
    }

    /** Runs work that may fail without harm, as the next start does it again; a failure is reported. */
    public void attempt(Path file, DiskWork.Run work) {
        try {
            DiskWork.run("clean up its data directory", work);
        } catch (StoreException failed) {
            damaged(file, String.valueOf(failed.getMessage()));
        }
    }
}
