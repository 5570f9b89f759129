package dev.airelay.leakguard;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import io.netty.util.ResourceLeakTracker;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Watches every buffer of Netty's, and finds those that were collected before they were released. Thread-safe. */
final class LostBuffers extends ResourceLeakDetectorFactory {
    private static final Set<Watched<?>> OPEN = ConcurrentHashMap.newKeySet();
    private static final ReferenceQueue<Object> COLLECTED = new ReferenceQueue<>();

    /** The test classes that run now. */
    private static volatile Set<String> running = Set.of();

    static synchronized void begin(String testClass) {
        Set<String> more = new TreeSet<>(running);
        more.add(testClass);
        running = more;
    }

    static synchronized void end(String testClass) {
        Set<String> fewer = new TreeSet<>(running);
        fewer.remove(testClass);
        running = fewer;
    }

    @Override
    @SuppressWarnings("deprecation") // Netty still declares it abstract.
    public <T> ResourceLeakDetector<T> newResourceLeakDetector(
            Class<T> resource, int samplingInterval, long maxActive) {
        return new Detector<>(resource, samplingInterval);
    }

    /** Takes all that were lost since the last call, and describes the first of them. */
    static Optional<String> poll() {
        Optional<String> first = Optional.empty();
        for (Reference<?> collected = COLLECTED.poll(); collected != null; collected = COLLECTED.poll()) {
            Watched<?> watched = (Watched<?>) collected;
            if (OPEN.remove(watched) && first.isEmpty()) {
                first = Optional.of(watched.description());
            }
        }
        return first;
    }

    private static final class Detector<T> extends ResourceLeakDetector<T> {
        private final String resource;

        Detector(Class<T> resource, int samplingInterval) {
            super(resource, samplingInterval);
            this.resource = resource.getSimpleName();
        }

        @Override
        public ResourceLeakTracker<T> track(T tracked) {
            Watched<T> watched = new Watched<>(tracked, resource);
            OPEN.add(watched);
            return watched;
        }

        @Override
        public ResourceLeakTracker<T> trackForcibly(T tracked) {
            return track(tracked);
        }

        /** Otherwise Netty would record a stack trace at each use. */
        @Override
        public boolean isRecordEnabled() {
            return false;
        }
    }

    private static final class Watched<T> extends WeakReference<Object> implements ResourceLeakTracker<T> {
        private final String resource;
        private final String thread = Thread.currentThread().getName();
        private final Set<String> allocatedDuring = running;

        Watched(T tracked, String resource) {
            super(tracked, COLLECTED);
            this.resource = resource;
        }

        String description() {
            return resource + ", allocated by the thread " + thread + " during " + allocatedDuring;
        }

        @Override
        public void record() {}

        @Override
        public void record(Object hint) {}

        @Override
        public boolean close(T tracked) {
            try {
                return OPEN.remove(this);
            } finally {
                // What is being released must not be collected before it counts as released.
                Reference.reachabilityFence(tracked);
            }
        }
    }
}
