package dev.airelay.server.trace;

import dev.airelay.traffic.record.LoggedBody;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Counts the bytes of a body, and copies one that is small enough. Not thread-safe. */
final class CapturedBody {
    private final int maxBytes;
    private List<byte[]> pieces = List.of();
    private long size;
    private boolean kept;

    /**
     * Creates an empty body.
     *
     * @param maxBytes of a larger body only the size is recorded; 0 to copy none
     */
    CapturedBody(int maxBytes) {
        this.maxBytes = maxBytes;
        this.kept = maxBytes > 0;
    }

    /** Records the readable bytes, without consuming them. */
    void add(ByteBuf piece) {
        int length = piece.readableBytes();
        size += length;
        if (size > maxBytes) {
            forget();
        } else if (kept && length > 0) {
            if (pieces.isEmpty()) {
                pieces = new ArrayList<>(1);
            }
            pieces.add(ByteBufUtil.getBytes(piece));
        }
    }

    /** Keeps no copy from here on. */
    void forget() {
        kept = false;
        pieces = List.of();
    }

    /** Returns the size so far, in bytes. */
    long size() {
        return size;
    }

    /** Returns the memory used, in bytes. */
    long heldBytes() {
        return kept ? size : 0;
    }

    /**
     * Returns the body, to be assembled later by another thread, and drops it here.
     *
     * @param contentType from its sender; empty if there is none
     */
    Supplier<LoggedBody> take(String contentType) {
        List<byte[]> taken = pieces;
        long length = size;
        boolean whole = kept;
        forget();
        return () -> whole
                ? new LoggedBody.Bytes(contentType.isEmpty() ? null : contentType, joined(taken, (int) length))
                : new LoggedBody.Omitted(length);
    }

    private static byte[] joined(List<byte[]> pieces, int size) {
        if (pieces.size() == 1) {
            return pieces.get(0);
        }
        byte[] all = new byte[size];
        int position = 0;
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, all, position, piece.length);
            position += piece.length;
        }
        return all;
    }
}
