package dev.airelay.server.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that request bodies, upstream events and responses in progress share. Safe for concurrent use, without a lock.
 *
 * <p>Counts bytes as on the wire. The objects created from them take more: hence a quarter of the heap. The last eighth is
 * for holders of little memory, so that a few large ones do not lock out the others.
 */
public final class MemoryBudget {

    private static final int SHARE_OF_HEAP = 4;
    private static final int SHARE_OF_DIRECT_MEMORY = 2;
    private static final int SPARED_SHARE = 8;
    private static final int LITTLE_SHARE = 64;

    private final long maxBytes;
    private final AtomicLong taken = new AtomicLong();

    public MemoryBudget(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Returns a budget of this many bytes, limited to what the Java virtual machine has room for.
     *
     * @param heapBytes the largest heap
     * @param directBytes the limit of Netty's buffers
     */
    public static MemoryBudget within(long maxBytes, long heapBytes, long directBytes) {
        long room = Math.min(heapBytes / SHARE_OF_HEAP, directBytes / SHARE_OF_DIRECT_MEMORY);
        return new MemoryBudget(Math.min(maxBytes, room));
    }

    /** Returns the most bytes that one holder may reserve. */
    public long largest() {
        return maxBytes - maxBytes / SPARED_SHARE;
    }

    /** Returns the bytes left for one holder. */
    public long room() {
        return Math.max(0, largest() - taken.get());
    }

    /**
     * Reserves bytes; returns false, and reserves nothing, if there is not enough left.
     *
     * @param bytes the number to reserve
     * @param held the holder's total afterwards
     */
    boolean take(long bytes, long held) {
        long limit = held <= maxBytes / LITTLE_SHARE ? maxBytes : largest();
        long before;
        // Never adds what it may have to subtract again: meanwhile, the others would find no room either.
        do {
            before = taken.get();
            if (bytes > limit - before) {
                return false;
            }
        } while (!taken.compareAndSet(before, before + bytes));
        return true;
    }

    /** Counts bytes that already exist, even if there is no room for them: then other holders get nothing. */
    public void charge(long bytes) {
        taken.addAndGet(bytes);
    }

    /** Releases bytes. */
    public void give(long bytes) {
        taken.addAndGet(-bytes);
    }

    public long taken() {
        return taken.get();
    }
}
