package dev.airelay.store.frame;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The layout of the store's own files. A first line names kind and version, then frames follow:
 *
 * <pre>
 * int   bytes of the header
 * int   number of sections
 * int   CRC-32C of all before it in this frame, of the table and of the header
 * table per section: int bytes, int CRC-32C
 * header, then the sections
 * </pre>
 *
 * <p>A record is a file with one frame that is replaced as a whole. A log is a file to which frames are appended: a frame
 * truncated by a crash is detected by its length and does not count. Numbers are big-endian.
 */
public final class FrameFormat {
    /** The version in the first line; {@link StoreFormat} migrates older ones. */
    static final int VERSION = 1;

    static final int HEAD_BYTES = 12;
    static final int TABLE_ENTRY_BYTES = 8;
    static final int MAX_HEADER_BYTES = 16 << 20;
    static final int MAX_SECTIONS = 1 << 20;

    private FrameFormat() {}

    /** The first line of a file of this kind. */
    static byte[] firstLine(String kind) {
        return ("airelay " + kind + " " + VERSION + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** A file with one frame. */
    public static List<ByteBuffer> file(String kind, byte[] header, List<byte[]> sections) {
        List<ByteBuffer> buffers = new ArrayList<>();
        buffers.add(ByteBuffer.wrap(firstLine(kind)));
        buffers.addAll(frame(header, sections));
        return buffers;
    }

    /** One frame; the sections are not copied. */
    public static List<ByteBuffer> frame(byte[] header, List<byte[]> sections) {
        int tableBytes = sections.size() * TABLE_ENTRY_BYTES;
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES + tableBytes + header.length);
        head.putInt(header.length).putInt(sections.size()).putInt(0);
        sections.forEach(section -> head.putInt(section.length).putInt(checksum(section)));
        head.put(header)
                .putInt(HEAD_BYTES - Integer.BYTES, headChecksum(head.array()))
                .flip();
        List<ByteBuffer> buffers = new ArrayList<>();
        buffers.add(head);
        sections.forEach(section -> buffers.add(ByteBuffer.wrap(section)));
        return buffers;
    }

    /** The number of bytes in the buffers. */
    static long size(List<ByteBuffer> buffers) {
        return buffers.stream().mapToLong(ByteBuffer::remaining).sum();
    }

    static int headChecksum(byte[] headTableAndHeader) {
        CRC32C crc = new CRC32C();
        crc.update(headTableAndHeader, 0, HEAD_BYTES - Integer.BYTES);
        crc.update(headTableAndHeader, HEAD_BYTES, headTableAndHeader.length - HEAD_BYTES);
        return (int) crc.getValue();
    }

    static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
