package dev.airelay.server.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that request bodies, upstream events and answers in work may take together. Safe for concurrent use; taking
 * and giving back cost one atomic addition.
 *
 * <p>Counted are bytes as they come and go over the wire. What is made of them takes more: hence a quarter of the heap.
 * The last eighth is for those who hold little, so that a few giants do not shut out everybody else.
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
     * Returns a budget of this many bytes, but not more than the Java virtual machine has room for.
     *
     * @param heapBytes the largest heap
     * @param directBytes what Netty's buffers may take
     */
    public static MemoryBudget within(long maxBytes, long heapBytes, long directBytes) {
        long room = Math.min(heapBytes / SHARE_OF_HEAP, directBytes / SHARE_OF_DIRECT_MEMORY);
        return new MemoryBudget(Math.min(maxBytes, room));
    }

    /** Returns how many bytes one holder may take at most. */
    public long largest() {
        return maxBytes - maxBytes / SPARED_SHARE;
    }

    /** Returns how many bytes are left for one holder. */
    public long room() {
        return Math.max(0, largest() - taken.get());
    }

    /**
     * Takes some; returns false, and takes nothing, when there is not enough left.
     *
     * @param bytes what to take
     * @param held what its holder has then, these bytes included
     */
    boolean take(long bytes, long held) {
        long limit = held <= maxBytes / LITTLE_SHARE ? maxBytes : largest();
        if (taken.addAndGet(bytes) <= limit) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    /** Counts bytes that are there already, though there may be no room for them: then the others get nothing. */
    public void charge(long bytes) {
        taken.addAndGet(bytes);
    }

    /** Gives back what was taken. */
    public void give(long bytes) {
        taken.addAndGet(-bytes);
    }

    public long taken() {
        return taken.get();
    }
}
