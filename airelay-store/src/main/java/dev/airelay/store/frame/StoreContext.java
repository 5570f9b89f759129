package dev.airelay.store.frame;

import java.nio.file.Path;

/**
 * The components that the stores of one directory share.
 *
 * @param staging where files are written first
 * @param quota total bytes of files and parts
 * @param environment clock, names and the listener for damage
 */
public record StoreContext(Staging staging, Quota quota, StoreEnvironment environment) {
    /** Reports a file that is not as the store wrote it. */
    public void damaged(Path file, String reason) {
        environment.damage().damaged(file, reason);
    }

    /** Runs work that may fail without harm because the next start repeats it; a failure is reported. */
    public void attempt(Path file, DiskWork.Run work) {
        try {
            DiskWork.run("clean up its data directory", work);
        } catch (StoreException failed) {
            damaged(file, String.valueOf(failed.getMessage()));
        }
    }
}
