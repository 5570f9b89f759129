package dev.airelay.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** The bytes that a task allocates: a measure of its work that no load on the machine changes. */
final class Work {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Work() {}

    static long bytesOf(Runnable task) {
        long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        task.run();
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    }
}
