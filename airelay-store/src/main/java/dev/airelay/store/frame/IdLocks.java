package dev.airelay.store.frame;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * A lock for each id, shared by ids of the same stripe. A thread holds at most one of them, so their order does not matter.
 */
public final class IdLocks {
    private static final int STRIPES = 64;

    private final ReentrantLock[] stripes =
            Stream.generate(ReentrantLock::new).limit(STRIPES).toArray(ReentrantLock[]::new);

    /** Runs the work with the id's lock held. */
    public <T> T call(String id, DiskWork.Call<T> work) throws IOException {
        ReentrantLock lock = stripes[Math.floorMod(id.hashCode(), STRIPES)];
        lock.lock();
        try {
            return work.call();
        } finally {
            lock.unlock();
        }
    }
}
