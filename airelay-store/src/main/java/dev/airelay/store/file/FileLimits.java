package dev.airelay.store.file;

import dev.airelay.store.frame.Limits;
import java.time.Duration;

/**
 * The limits of uploads.
 *
 * @param maxFileBytes one file, one part, or the declared size of an upload
 * @param maxTotalBytes all files and all parts of pending uploads together
 * @param maxFiles number of files; their descriptions are in memory
 * @param maxUploads number of pending uploads
 * @param maxPartsPerUpload number of parts of one upload
 * @param uploadLifetime how long an upload waits for its parts
 */
public record FileLimits(
        long maxFileBytes,
        long maxTotalBytes,
        int maxFiles,
        int maxUploads,
        int maxPartsPerUpload,
        Duration uploadLifetime) {
    /** Checks that every limit is positive. */
    public FileLimits {
        Limits.positive("maxFileBytes", maxFileBytes);
        Limits.positive("maxTotalBytes", maxTotalBytes);
        Limits.positive("maxFiles", maxFiles);
        Limits.positive("maxUploads", maxUploads);
        Limits.positive("maxPartsPerUpload", maxPartsPerUpload);
        Limits.positive("uploadLifetime", uploadLifetime);
    }

    /** 32 MiB per file, 256 MiB together, 10 000 files, 100 uploads of 1000 parts, one hour. */
    public static FileLimits defaults() {
        return new FileLimits(32L << 20, 256L << 20, 10_000, 100, 1_000, Duration.ofHours(1));
    }

    /** The same with other sizes. */
    public FileLimits withBytes(long perFile, long together) {
        return new FileLimits(perFile, together, maxFiles, maxUploads, maxPartsPerUpload, uploadLifetime);
    }
}
