package dev.airelay.server.trace;

import dev.airelay.traffic.record.LoggedBody;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Counts the bytes of a body that passes, and keeps a copy of one that is small enough. Not thread-safe. */
final class CapturedBody {
    private final int maxBytes;
    private List<byte[]> pieces = List.of();
    private long size;
    private boolean kept;

    /**
     * Creates a body of which nothing has passed.
     *
     * @param maxBytes of a larger one only the size is known; 0 to keep none
     */
    CapturedBody(int maxBytes) {
        this.maxBytes = maxBytes;
        this.kept = maxBytes > 0;
    }

    /** Notes the readable bytes, which stay readable. */
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

    /** Returns how many bytes have passed. */
    long size() {
        return size;
    }

    /** Returns how many bytes it holds. */
    long heldBytes() {
        return kept ? size : 0;
    }

    /**
     * Returns what has passed, to be put together later and by another thread, and keeps nothing of it.
     *
     * @param contentType as its sender says; empty when it does not
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
