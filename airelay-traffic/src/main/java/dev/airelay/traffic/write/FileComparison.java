package dev.airelay.traffic.write;

import dev.airelay.base.RegularFiles;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** Compares a file with a compressed one, a piece at a time, so that records need not wait. Not thread-safe. */
public final class FileComparison implements AutoCloseable {

    /** The result so far. */
    enum Result {
        /** No difference so far, and there is more to compare. */
        OPEN,
        SAME,
        DIFFERENT
    }

    private final InputStream plain;
    private final InputStream compressed;

    FileComparison(Path plain, Path compressed) throws IOException {
        this.plain = new BufferedInputStream(RegularFiles.newInputStream(plain));
        try {
            this.compressed = decompressed(RegularFiles.newInputStream(compressed));
        } catch (IOException unreadable) {
            this.plain.close();
            throw unreadable;
        }
    }

    private static InputStream decompressed(InputStream file) throws IOException {
        try {
            return new BufferedInputStream(new GZIPInputStream(file));
        } catch (IOException noGzip) {
            file.close();
            throw noGzip;
        }
    }

    /** Compares the next piece. */
    Result step() throws IOException {
        byte[] one = plain.readNBytes(GzipJob.PIECE);
        byte[] other = compressed.readNBytes(GzipJob.PIECE);
        if (!Arrays.equals(one, other)) {
            return Result.DIFFERENT;
        }
        return one.length < GzipJob.PIECE ? Result.SAME : Result.OPEN;
    }

    /**
     * Returns whether the compressed file has the same content as the plain one, as after a crash between move and delete.
     */
    public static boolean same(Path plain, Path compressed) throws IOException {
        try (FileComparison comparison = new FileComparison(plain, compressed)) {
            Result result = comparison.step();
            while (result == Result.OPEN) {
                result = comparison.step();
            }
            return result == Result.SAME;
        }
    }

    @Override
    public void close() throws IOException {
        try (plain;
                compressed) {
            // Closes both, even if one fails.
        }
    }
}
