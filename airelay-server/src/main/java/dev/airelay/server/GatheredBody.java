package dev.airelay.server;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * One request's body while it comes, and its share of the budget until the request is answered. Copies what comes: pieces
 * kept as they are would each hold the whole buffer that they were read into.
 */
final class GatheredBody {

    private static final int FIRST_BYTES = 1024;

    private final BodyBudget budget;
    private ByteArrayOutputStream received = new ByteArrayOutputStream(FIRST_BYTES);
    private long taken;

    GatheredBody(BodyBudget budget) {
        this.budget = budget;
    }

    /** Adds a piece, which stays the caller's; returns false, and adds nothing, when the budget has no room for it. */
    boolean add(ByteBuf piece) {
        int length = piece.readableBytes();
        if (!reserve(length)) {
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

    /** Takes more of the budget; returns false when there is not enough left. */
    boolean reserve(long bytes) {
        boolean enough = budget.take(bytes);
        taken += enough ? bytes : 0;
        return enough;
    }

    /** Returns what has come, and holds it no longer. Its share of the budget stays taken. */
    byte[] bytes() {
        byte[] bytes = received.toByteArray();
        received = new ByteArrayOutputStream(0);
        return bytes;
    }

    /** Gives the share of the budget back. Idempotent. */
    void release() {
        budget.give(taken);
        taken = 0;
        received = new ByteArrayOutputStream(0);
    }
}
