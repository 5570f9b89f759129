package dev.airelay.store.frame;

import dev.airelay.base.RegularFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** Reads the frames of one file in order, headers first and sections only on demand. Not for concurrent use. */
public final class FrameReader implements AutoCloseable {
    private static final int WINDOW_BYTES = 8192;

    private final FileChannel channel;
    private final long size;
    private ByteBuffer window = ByteBuffer.allocate(0);
    private long windowStart;
    private long position;

    private FrameReader(FileChannel channel, long size) {
        this.channel = channel;
        this.size = size;
    }

    /**
     * Opens the file and checks its first line.
     *
     * @throws java.nio.file.NoSuchFileException when there is none
     * @throws DamagedEntryException when it is of another kind or version
     */
    public static FrameReader open(Path file, String kind) throws IOException {
        FileChannel channel = RegularFiles.open(file, Set.of(StandardOpenOption.READ));
        try {
            FrameReader reader = new FrameReader(channel, channel.size());
            reader.expect(FrameFormat.firstLine(kind));
            return reader;
        } catch (IOException unreadable) {
            channel.close();
            throw unreadable;
        }
    }

    private void expect(byte[] firstLine) throws IOException {
        if (size < firstLine.length || !Arrays.equals(read(0, firstLine.length), firstLine)) {
            throw new DamagedEntryException("its first line does not match this kind of file and version");
        }
        position = firstLine.length;
    }

    /** The next frame; empty at the end, and if the rest is not a complete frame: see {@link #isTorn()}. */
    public Optional<Frame> next() throws IOException {
        if (size - position < FrameFormat.HEAD_BYTES) {
            return Optional.empty();
        }
        ByteBuffer head = ByteBuffer.wrap(read(position, FrameFormat.HEAD_BYTES));
        int headerBytes = head.getInt();
        int sections = head.getInt();
        int checksum = head.getInt();
        if (outside(headerBytes, FrameFormat.MAX_HEADER_BYTES) || outside(sections, FrameFormat.MAX_SECTIONS)) {
            return Optional.empty();
        }
        int tableEnd = FrameFormat.HEAD_BYTES + sections * FrameFormat.TABLE_ENTRY_BYTES;
        int bytes = tableEnd + headerBytes;
        if (size - position < bytes) {
            return Optional.empty();
        }
        byte[] whole = read(position, bytes);
        if (FrameFormat.headChecksum(whole) != checksum) {
            return Optional.empty();
        }
        return frame(ByteBuffer.wrap(whole, FrameFormat.HEAD_BYTES, bytes - FrameFormat.HEAD_BYTES), sections, bytes);
    }

    private Optional<Frame> frame(ByteBuffer tableAndHeader, int sections, int bytes) {
        long[] starts = new long[sections];
        int[] lengths = new int[sections];
        int[] checksums = new int[sections];
        long at = position + bytes;
        for (int i = 0; i < sections; i++) {
            starts[i] = at;
            lengths[i] = tableAndHeader.getInt();
            checksums[i] = tableAndHeader.getInt();
            at += Math.max(0, lengths[i]);
        }
        if (at > size) {
            return Optional.empty();
        }
        position = at;
        byte[] header = new byte[tableAndHeader.remaining()];
        tableAndHeader.get(header);
        return Optional.of(new Frame(header, starts, lengths, checksums, at));
    }

    private static boolean outside(int value, int max) {
        return value < 0 || value > max;
    }

    /** The only frame of a record. */
    public Frame single() throws IOException {
        Frame frame = next().orElseThrow(() -> new DamagedEntryException("it is truncated or its header is damaged"));
        if (isTorn()) {
            throw new DamagedEntryException("it has " + (size - position) + " extra bytes at the end");
        }
        return frame;
    }

    /** Whether bytes follow that are not a complete frame: an append was truncated, or they are damaged. */
    public boolean isTorn() {
        return position < size;
    }

    /** Continues at a frame that was found before; 0 is the first. */
    public void skipTo(long frame) {
        position = Math.max(position, frame);
    }

    /** The position of the next frame. */
    public long position() {
        return position;
    }

    /** Returns the verified bytes of one section. */
    public byte[] section(Frame frame, int index) throws IOException {
        byte[] bytes = read(frame.starts()[index], frame.lengths()[index]);
        if (FrameFormat.checksum(bytes) != frame.checksums()[index]) {
            throw new DamagedEntryException("the checksum of section " + index + " is wrong");
        }
        return bytes;
    }

    private byte[] read(long from, int length) throws IOException {
        byte[] bytes = new byte[length];
        if (length > WINDOW_BYTES) {
            fill(ByteBuffer.wrap(bytes), from);
            return bytes;
        }
        if (from < windowStart || from + length > windowStart + window.limit()) {
            window = ByteBuffer.allocate((int) Math.min(WINDOW_BYTES, size - from));
            fill(window, from);
            window.flip();
            windowStart = from;
        }
        window.get((int) (from - windowStart), bytes);
        return bytes;
    }

    private void fill(ByteBuffer buffer, long from) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, from + buffer.position()) < 0) {
                throw new DamagedEntryException("it was truncated while it was being read");
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
