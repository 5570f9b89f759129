package dev.airelay.auth.session;

import dev.airelay.base.FileFailures;
import dev.airelay.base.RegularFiles;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The file with the stored session. Every call accesses the file system and may block.
 *
 * @param path absolute
 */
public record SessionFile(Path path) {
    private static final int MAX_BYTES = 1024 * 1024;

    /**
     * The stored session; empty when there is no file or it is empty.
     *
     * @throws AuthException when the file cannot be read or is not JSON
     */
    public Optional<StoredSession> read() {
        try {
            byte[] content = RegularFiles.read(path, MAX_BYTES);
            return content.length == 0
                    ? Optional.empty()
                    : Optional.of(SessionJson.session(SessionJson.tree(content, path.toString())));
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw new AuthException(
                    AuthFailure.INCOMPLETE,
                    path + " cannot be read (" + FileFailures.words(unreadable)
                            + "). Check its permissions or run: airelay login");
        }
    }
}
