package dev.airelay.server.edge;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Decodes gzip, one member after the other. The JDK's stream calls itself for each empty member, so that a few kilobytes of
 * them overflow the stack; and it ignores data after the last member.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1952#section-2.3">RFC 1952, 2.3</a>
 */
final class GzipMembers extends InputStream {

    private static final int MAGIC = 0x8b1f;
    private static final int DEFLATED = 8;
    private static final int HEADER_CHECKSUM = 0x02;
    private static final int EXTRA = 0x04;
    private static final int NAME = 0x08;
    private static final int COMMENT = 0x10;
    private static final int RESERVED = 0xe0;
    private static final int TIME_LEVEL_AND_SYSTEM_BYTES = 6;

    private final byte[] encoded;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private int at;
    private boolean inMember;

    GzipMembers(byte[] encoded) {
        this.encoded = encoded;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (inMember || at < encoded.length) {
            if (!inMember) {
                beginMember();
            }
            int read = inflate(to, offset, length);
            if (read > 0) {
                checksum.update(to, offset, read);
                return read;
            }
            endMember();
        }
        return -1;
    }

    private void beginMember() throws IOException {
        int start = at;
        if (uint16() != MAGIC || uint8() != DEFLATED) {
            throw new ZipException("no gzip member begins at byte " + start);
        }
        int flags = uint8();
        if ((flags & RESERVED) != 0) {
            throw new ZipException("the gzip member at byte " + start + " has flags that are not defined");
        }
        skip(TIME_LEVEL_AND_SYSTEM_BYTES);
        if ((flags & EXTRA) != 0) {
            skip(uint16());
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        checksum.reset();
        checksum.update(encoded, start, at - start);
        if ((flags & HEADER_CHECKSUM) != 0 && uint16() != (checksum.getValue() & 0xffff)) {
            throw new ZipException("the header of the gzip member at byte " + start + " is damaged");
        }
        checksum.reset();
        inflater.reset();
        inflater.setInput(encoded, at, encoded.length - at);
        inMember = true;
    }

    private int inflate(byte[] to, int offset, int length) throws IOException {
        try {
            int read = inflater.inflate(to, offset, length);
            if (read == 0 && !inflater.finished()) {
                throw cutOff();
            }
            return read;
        } catch (DataFormatException damaged) {
            throw new ZipException(damaged.getMessage());
        }
    }

    private void endMember() throws IOException {
        at = encoded.length - inflater.getRemaining();
        if (uint32() != checksum.getValue() || uint32() != (inflater.getBytesWritten() & 0xffff_ffffL)) {
            throw new ZipException("the gzip member that ends at byte " + at + " is damaged");
        }
        inMember = false;
    }

    private void skip(int bytes) throws IOException {
        if (bytes > encoded.length - at) {
            throw cutOff();
        }
        at += bytes;
    }

    private void skipText() throws IOException {
        while (uint8() != 0) {
            // Reads up to the member's end only.
        }
    }

    private int uint8() throws IOException {
        skip(1);
        return encoded[at - 1] & 0xff;
    }

    private int uint16() throws IOException {
        return uint8() | uint8() << 8;
    }

    private long uint32() throws IOException {
        return uint16() | (long) uint16() << 16;
    }

    private static EOFException cutOff() {
        return new EOFException("the gzip data is cut off");
    }

    @Override
    public void close() {
        inflater.end();
    }
}
