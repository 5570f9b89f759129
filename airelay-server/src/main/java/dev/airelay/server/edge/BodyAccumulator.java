package dev.airelay.server.edge;

import dev.airelay.server.http.MemoryBudget;
import dev.airelay.server.http.MemoryShare;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * One request's body while it comes, and the request's share of the budget until it is answered. Copies what comes: pieces
 * kept as they are would each hold the whole buffer that they were read into.
 */
final class BodyAccumulator {

    private static final int FIRST_BYTES = 1024;

    private final MemoryShare share;
    private ByteArrayOutputStream received = new ByteArrayOutputStream(FIRST_BYTES);

    BodyAccumulator(MemoryBudget budget) {
        this.share = MemoryShare.exact(budget);
    }

    /** Returns the request's share, to which whoever answers it may add. */
    MemoryShare share() {
        return share;
    }

    /** Adds a piece, which stays the caller's; returns false, and adds nothing, when the budget has no room for it. */
    boolean add(ByteBuf piece) {
        int length = piece.readableBytes();
        if (!share.add(length)) {
            return false;
        }
        try {
            piece.getBytes(piece.readerIndex(), received, length);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return true;
    }

    int size() {
        return received.size();
    }

    /** Returns what has come, and holds it no longer. Its share of the budget stays taken. */
    byte[] bytes() {
        byte[] bytes = received.toByteArray();
        received = new ByteArrayOutputStream(0);
        return bytes;
    }

    /** Gives the share of the budget back. Idempotent. */
    void release() {
        share.release();
        received = new ByteArrayOutputStream(0);
    }
}
