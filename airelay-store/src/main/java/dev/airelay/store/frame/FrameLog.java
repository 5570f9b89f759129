package dev.airelay.store.frame;

import dev.airelay.base.RegularFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;

/** Appends frames to one file. Not for concurrent use. */
public final class FrameLog implements AutoCloseable {
    private final FileChannel channel;
    private long end;

    private FrameLog(FileChannel channel, long end) {
        this.channel = channel;
        this.end = end;
    }

    /** Replaces the file with a log without frames. */
    public static FrameLog create(Path file, String kind, Staging staging) throws IOException {
        return open(file, staging.replace(file, List.of(ByteBuffer.wrap(FrameFormat.firstLine(kind)))));
    }

    /** Opens an existing log whose last complete frame ends here; the rest was truncated by a crash and is dropped. */
    public static FrameLog open(Path file, long end) throws IOException {
        FileChannel channel = RegularFiles.open(file, Set.of(StandardOpenOption.WRITE));
        try {
            if (channel.size() > end) {
                channel.truncate(end);
            }
            return new FrameLog(channel, end);
        } catch (IOException failed) {
            channel.close();
            throw failed;
        }
    }

    /** Appends one frame; on failure none of it counts. Durable only after {@link #force}. */
    public void append(byte[] header, List<byte[]> sections) throws IOException {
        boolean whole = false;
        long before = end;
        try {
            end = DurableFiles.write(channel, end, FrameFormat.frame(header, sections));
            whole = true;
        } finally {
            if (!whole && channel.isOpen()) {
                channel.truncate(before);
            }
        }
    }

    /** Makes the appends so far durable. */
    public void force() throws IOException {
        channel.force(true);
    }

    /** Returns whether the file is open. */
    public boolean isOpen() {
        return channel.isOpen();
    }

    /** Undoes the last appends. */
    public void truncate(long size) throws IOException {
        channel.truncate(size);
        end = size;
    }

    /** Returns the size of the file in bytes, including the appends so far. */
    public long size() {
        return end;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
