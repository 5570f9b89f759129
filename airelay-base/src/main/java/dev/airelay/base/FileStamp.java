package dev.airelay.base;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What tells one version of a file from the next without reading it.
 *
 * @param modified when it was last written
 * @param size in bytes
 * @param identity the file behind the name, where the file system says; a replaced file has a new one even when it
 *     was written within the same tick of the clock
 */
public record FileStamp(
        FileTime modified, long size, @Nullable Object identity) {

    /** The stamp of the file now; empty when there is none or it cannot be looked at. */
    public static Optional<FileStamp> of(Path file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new FileStamp(now.lastModifiedTime(), now.size(), now.fileKey()));
        } catch (IOException missing) {
            return Optional.empty();
        }
    }

    // Written out because what Java makes for records costs the start of a relay a hundred classes.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FileStamp stamp
                && size == stamp.size
                && modified.equals(stamp.modified)
                && Objects.equals(identity, stamp.identity);
    }

    @Override
    public int hashCode() {
        return modified.hashCode() * 31 + Long.hashCode(size);
    }
}
