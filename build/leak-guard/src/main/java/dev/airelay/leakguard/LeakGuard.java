package dev.airelay.leakguard;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails the tests of a module when a buffer was lost without being released. Netty alone only logs that.
 *
 * <p>JUnit registers it for every class, and every buffer is watched. Garbage must be collected to find the lost ones, so it
 * looks once, at the end, and names the classes that ran when a lost buffer was allocated. With
 * {@code -Dairelay.leaks=trace}, it looks after each class, and Netty records who used each buffer. Both take much longer.
 */
public final class LeakGuard implements BeforeAllCallback, AfterAllCallback {
    private static final boolean TRACE = "trace".equals(System.getProperty("airelay.leaks"));
    private static final Queue<String> TRACED = new ConcurrentLinkedQueue<>();
    private static final long COLLECTION_LIMIT_MILLIS = 5_000;

    static {
        if (TRACE) {
            ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
            ByteBufUtil.setLeakListener((resource, records) -> TRACED.add(resource + records));
        } else {
            // Before the first buffer: Netty's classes keep the detector that they find when they are loaded.
            ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new LostBuffers());
        }
    }

    /** JUnit calls it. */
    public LeakGuard() {}

    @Override
    public void beforeAll(ExtensionContext context) {
        if (isNested(context)) {
            return;
        }
        LostBuffers.begin(context.getRequiredTestClass().getSimpleName());
        // JUnit closes it after the last class.
        ExtensionContext.Store store = context.getRoot().getStore(ExtensionContext.Namespace.create(LeakGuard.class));
        store.getOrComputeIfAbsent(LeakGuard.class, unused -> (AutoCloseable) LeakGuard::check, AutoCloseable.class);
    }

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        if (isNested(context)) {
            return;
        }
        if (TRACE) {
            check();
        }
        LostBuffers.end(context.getRequiredTestClass().getSimpleName());
    }

    private static boolean isNested(ExtensionContext context) {
        return context.getRequiredTestClass().isMemberClass();
    }

    private static void check() throws InterruptedException {
        collectGarbage();
        findLost().ifPresent(lost -> {
            throw new AssertionError("Buffers were not released. The first of them: " + lost);
        });
    }

    static Optional<String> findLost() {
        if (!TRACE) {
            return LostBuffers.poll().map(lost -> lost + ". Run again with -Dairelay.leaks=trace to see its uses.");
        }
        // Netty's detector reports what it has found whenever a new buffer is watched.
        PooledByteBufAllocator.DEFAULT.directBuffer(1).release();
        String first = TRACED.poll();
        TRACED.clear();
        return Optional.ofNullable(first);
    }

    /** Lost buffers become known only when they are collected: waits for an object lost just now. */
    static void collectGarbage() throws InterruptedException {
        // When the second object is announced, all that the first collection found has been.
        for (int collection = 0; collection < 2; collection++) {
            ReferenceQueue<Object> collected = new ReferenceQueue<>();
            WeakReference<Object> witness = new WeakReference<>(new Object(), collected);
            System.gc();
            if (collected.remove(COLLECTION_LIMIT_MILLIS) != witness) {
                throw new AssertionError("Garbage was not collected, so leaks cannot be found.");
            }
        }
    }
}
