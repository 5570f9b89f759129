package dev.airelay.store.frame;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that all files and the parts of all uploads may take together. Reserved before they are written, so parallel uploads cannot pass the
 * limit. Safe for concurrent use.
 */
public final class Quota {
    private final long limit;
    private final AtomicLong used = new AtomicLong();

    /** A quota of this many bytes, none of them taken. */
    public Quota(long limit) {
        this.limit = limit;
    }

    /**
     * Takes this many bytes.
     *
     * @throws StoreException when they do not fit; nothing is taken then
     */
    void reserve(long bytes) {
        long before = used.getAndUpdate(now -> fits(now, bytes) ? now + bytes : now);
        if (!fits(before, bytes)) {
            throw new StoreException(
                    StoreFailure.QUOTA_EXCEEDED,
                    "stored files and uploads can use " + limit + " bytes in total, and " + before
                            + " are in use. Delete files and try again");
        }
    }

    private boolean fits(long now, long bytes) {
        return bytes <= limit - now;
    }

    /** Takes what is on disk already; may pass a limit that was lowered. */
    public void adopt(long bytes) {
        used.addAndGet(bytes);
    }

    /** Gives bytes back. */
    public void release(long bytes) {
        used.addAndGet(-bytes);
    }

    /** Bytes taken now. */
    public long used() {
        return used.get();
    }
}
