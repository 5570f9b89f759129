package dev.airelay.store.frame;

import dev.airelay.base.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * Content that is being received: in the staging directory, its bytes reserved before they are written. Closing discards it
 * unless it was kept. Not for concurrent use.
 */
public final class StagedContent implements AutoCloseable {
    private final Staging staging;
    private final Quota quota;
    private final long maxBytes;
    private final MessageDigest sha256 = Sha256.digest();
    private final FileChannel channel;
    private Path path;
    private long bytes;
    private long reserved;
    private boolean kept;

    /** Creates an empty file in the staging directory. */
    public StagedContent(Staging staging, Quota quota, long maxBytes) throws IOException {
        this.staging = staging;
        this.quota = quota;
        this.maxBytes = maxBytes;
        this.path = staging.fresh();
        this.channel = DurableFiles.create(path);
    }

    /** Appends the chunk, which is consumed. */
    public void write(ByteBuffer chunk) throws IOException {
        int length = chunk.remaining();
        if (length > maxBytes - bytes) {
            throw tooLarge(maxBytes);
        }
        quota.reserve(length);
        reserved += length;
        writeReserved(chunk);
    }

    /** Appends bytes that the caller has reserved. */
    public void writeReserved(ByteBuffer chunk) throws IOException {
        sha256.update(chunk.duplicate());
        bytes = DurableFiles.write(channel, bytes, List.of(chunk));
    }

    /** Returns the failure for content larger than the limit. */
    public static StoreException tooLarge(long limit) {
        return new StoreException(
                StoreFailure.TOO_LARGE, "a file can have at most " + limit + " bytes. Send a smaller one");
    }

    /** Returns the number of bytes so far. */
    public long bytes() {
        return bytes;
    }

    /** Makes the content durable under this name; closing still discards it unless {@link #keep} follows. */
    public void publish(Path target) throws IOException {
        channel.force(true);
        channel.close();
        Path staged = path;
        path = target;
        staging.publish(staged, target);
    }

    /** Leaves file and reservation to the caller. */
    public void keep() {
        kept = true;
    }

    /** The digest of all bytes; can be called once. */
    public String sha256() {
        return HexFormat.of().formatHex(sha256.digest());
    }

    /** Deletes the content and releases its bytes unless it was kept. */
    @Override
    public void close() throws IOException {
        if (kept) {
            return;
        }
        kept = true;
        quota.release(reserved);
        channel.close();
        Files.deleteIfExists(path);
    }
}
