package dev.airelay.store.frame;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that all files and the parts of all uploads may use together. Reserved before they are written, so parallel
 * uploads cannot exceed the limit. Safe for concurrent use.
 */
public final class Quota {
    private final long limit;
    private final AtomicLong used = new AtomicLong();

    /** Creates a quota of this many bytes. */
    public Quota(long limit) {
        this.limit = limit;
    }

    /**
     * Reserves this many bytes.
     *
     * @throws StoreException if they do not fit; nothing is reserved then
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

    /** Counts bytes that are already on disk; may exceed a limit that was lowered. */
    public void adopt(long bytes) {
        used.addAndGet(bytes);
    }

    /** Releases bytes. */
    public void release(long bytes) {
        used.addAndGet(-bytes);
    }

    /** Bytes in use. */
    public long used() {
        return used.get();
    }
}
