package dev.airelay.server;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A fixed number of threads for blocking work. They survive any exception of a task, which is logged. */
final class Workers extends ThreadPoolExecutor {

    private static final System.Logger LOG = System.getLogger(Workers.class.getName());

    Workers(int count, ThreadFactory threads) {
        super(count, count, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
    }

    /**
     * Starts all threads, which otherwise start with their first task: later the system may have none left.
     *
     * @throws OutOfMemoryError if the system has no more threads
     */
    void startThreads() {
        prestartAllCoreThreads();
    }

    @Override
    public void execute(Runnable task) {
        super.execute(() -> {
            try {
                task.run();
            } catch (RuntimeException | Error failed) {
                LOG.log(System.Logger.Level.ERROR, "task_failed", failed);
            }
        });
    }
}
