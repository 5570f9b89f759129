package dev.airelay.server.trace;

import dev.airelay.traffic.record.LoggedBody;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.List;

/** Counts the bytes of a body that passes, and keeps a copy of one that is small enough. Not thread-safe. */
final class CapturedBody {
    private final int maxBytes;
    private final List<byte[]> pieces = new ArrayList<>(1);
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
            pieces.add(ByteBufUtil.getBytes(piece));
        }
    }

    /** Keeps no copy from here on. */
    void forget() {
        kept = false;
        pieces.clear();
    }

    /** Returns how many bytes have passed. */
    long size() {
        return size;
    }

    /**
     * Returns what has passed.
     *
     * @param contentType as its sender says; empty when it does not
     */
    LoggedBody body(String contentType) {
        return kept
                ? new LoggedBody.Bytes(contentType.isEmpty() ? null : contentType, joined())
                : new LoggedBody.Omitted(size);
    }

    private byte[] joined() {
        if (pieces.size() == 1) {
            return pieces.get(0);
        }
        byte[] all = new byte[(int) size];
        int position = 0;
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, all, position, piece.length);
            position += piece.length;
        }
        return all;
    }
}
