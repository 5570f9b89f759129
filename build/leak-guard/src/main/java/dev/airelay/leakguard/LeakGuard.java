package dev.airelay.leakguard;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class after which Netty finds a buffer that nobody released. Netty alone only logs that.
 *
 * <p>JUnit registers it for every class. The tests run with paranoid leak detection, so that every buffer is watched.
 */
public final class LeakGuard implements AfterAllCallback {
    private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();
    private static final long COLLECTION_LIMIT_MILLIS = 5_000;

    static {
        ByteBufUtil.setLeakListener((resource, records) -> LEAKS.add(resource + records));
    }

    /** JUnit calls it. */
    public LeakGuard() {}

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        if (context.getTestClass().map(Class::isMemberClass).orElse(false)) {
            return;
        }
        collectGarbage();
        reportLeaks();
        List<String> found = new ArrayList<>();
        for (String leak = LEAKS.poll(); leak != null; leak = LEAKS.poll()) {
            found.add(leak);
        }
        if (!found.isEmpty()) {
            throw new AssertionError("buffers were not released, one of them: " + found.get(0));
        }
    }

    /** Lost buffers become known to the detector only when they are collected: waits for an object lost just now. */
    private static void collectGarbage() throws InterruptedException {
        ReferenceQueue<Object> collected = new ReferenceQueue<>();
        WeakReference<Object> witness = new WeakReference<>(new Object(), collected);
        System.gc();
        if (collected.remove(COLLECTION_LIMIT_MILLIS) != witness) {
            throw new AssertionError("garbage was not collected, so leaks cannot be told");
        }
    }

    /** The detector reports what it knows of whenever a new buffer is watched. */
    private static void reportLeaks() {
        ByteBuf watched = PooledByteBufAllocator.DEFAULT.directBuffer(1);
        watched.release();
    }
}
