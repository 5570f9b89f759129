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
 * The attributes that distinguish one version of a file from the next without reading it.
 *
 * @param modified time of the last write
 * @param size in bytes
 * @param identity the file's key, where the file system has one; a replaced file has another, even if written within the
 *     same clock tick
 */
public record FileStamp(
        FileTime modified, long size, @Nullable Object identity) {

    /** The stamp of the file now; empty if there is none or its attributes cannot be read. */
    public static Optional<FileStamp> of(Path file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new FileStamp(now.lastModifiedTime(), now.size(), now.fileKey()));
        } catch (IOException missing) {
            return Optional.empty();
        }
    }

    // Written by hand: the method that Java generates for records loads about a hundred classes at start.
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
