package dev.airelay.auth.session;

import dev.airelay.base.FileFailures;
import dev.airelay.base.FileStamp;
import dev.airelay.base.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Stores the session in {@code auth.json}, which only the owner can read from the moment it exists. It always contains
 * either the old session or the new one.
 */
public record FileStore(Path file) implements SessionStore {
    /** As much as a session takes. */
    private static final int TRIAL_BYTES = 8_192;

    @Override
    public Optional<StoredSession> load() {
        return new SessionFile(file).read();
    }

    @Override
    public void save(StoredSession session) {
        try {
            PrivateFiles.deleteLeftovers(file);
            PrivateFiles.replace(file, SessionJson.pretty(session));
        } catch (IOException failed) {
            throw unsaved(failed);
        }
    }

    @Override
    public void requireWritable() {
        Path trial = file.resolveSibling(file.getFileName() + ".trial");
        try {
            PrivateFiles.replace(trial, new byte[TRIAL_BYTES]);
            Files.deleteIfExists(trial);
        } catch (IOException failed) {
            throw unsaved(failed);
        }
    }

    private AuthException unsaved(IOException failed) {
        return new AuthException(
                AuthFailure.INCOMPLETE,
                "The session cannot be saved in " + file + " (" + FileFailures.words(failed)
                        + "). Fix the permissions of its directory or free some disk space, then try again.");
    }

    @Override
    public boolean delete() {
        try {
            boolean leftovers = PrivateFiles.deleteLeftovers(file);
            boolean existed = Files.deleteIfExists(file);
            if (existed) {
                PrivateFiles.syncDirectory(file);
            }
            return existed || leftovers;
        } catch (IOException failed) {
            throw new AuthException(
                    AuthFailure.INCOMPLETE,
                    file + " cannot be deleted (" + FileFailures.words(failed) + "). Delete it yourself.");
        }
    }

    @Override
    public Object stamp() {
        return FileStamp.of(file);
    }

    @Override
    public boolean stampIsEnough() {
        return true;
    }
}
