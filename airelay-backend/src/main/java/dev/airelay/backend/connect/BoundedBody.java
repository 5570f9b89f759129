package dev.airelay.backend.connect;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** A response body collected in memory up to a limit. */
public final class BoundedBody {

    private final int maxBytes;
    private byte[] bytes = {};
    private int length;

    /** Creates an empty body that stores up to this many bytes. */
    public BoundedBody(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Appends a piece as far as it fits; returns false if a part was omitted. */
    public boolean add(ByteBuf piece) {
        int added = Math.min(piece.readableBytes(), maxBytes - length);
        if (length + added > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(maxBytes, Math.max(2 * bytes.length, length + added)));
        }
        piece.getBytes(piece.readerIndex(), bytes, length, added);
        length += added;
        return added == piece.readableBytes();
    }

    /** Returns the memory used, in bytes. */
    public int heldBytes() {
        return bytes.length;
    }

    /** Returns the bytes received so far. */
    public byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }
}
