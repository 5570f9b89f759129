package dev.airelay.auth.session;

import dev.airelay.base.FileFailures;
import dev.airelay.base.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A lock on {@code auth.lock} beside the session: only its holder may change the session, one thread of one process on this
 * machine at a time. The operating system releases it when a process ends for any reason. Blocks.
 */
public final class SessionLock {
    private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(10).toNanos();

    /**
     * The holders in this process. POSIX locks belong to the process and are released when any channel to the file is
     * closed, so threads must take turns before one of them opens it. This applies to the whole process, so the table is
     * static.
     */
    private static final ConcurrentMap<Path, ReentrantLock> IN_PROCESS = new ConcurrentHashMap<>();

    private final Path file;
    private final Duration patience;

    /**
     * The lock with this file.
     *
     * @param patience maximum wait for another holder
     */
    public SessionLock(Path file, Duration patience) {
        this.file = file.toAbsolutePath().normalize();
        this.patience = patience;
    }

    /**
     * Runs work while holding the lock.
     *
     * @throws AuthException with {@link AuthFailure#REFRESH_FAILED} if the lock is not acquired in time or the thread is
     *     interrupted, whose flag stays set; the work was not run
     */
    public <T> T holding(Supplier<T> work) {
        long deadline = System.nanoTime() + patience.toNanos();
        ReentrantLock inProcess = inProcess();
        try (FileChannel channel = open();
                FileLock held = lock(channel, deadline)) {
            if (!held.isValid()) {
                throw busy("the operating system released the lock");
            }
            return work.get();
        } catch (IOException failed) {
            throw unusable(failed);
        } finally {
            inProcess.unlock();
        }
    }

    private ReentrantLock inProcess() {
        ReentrantLock lock = IN_PROCESS.computeIfAbsent(file, path -> new ReentrantLock());
        try {
            if (lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                return lock;
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw busy("the relay is stopping");
        }
        throw busy("another thread has held it for " + patience.toSeconds() + " s");
    }

    private FileChannel open() throws IOException {
        PrivateFiles.createDirectory(file);
        return PrivateFiles.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    }

    private FileLock lock(FileChannel channel, long deadline) throws IOException {
        while (true) {
            FileLock lock = tryLock(channel);
            if (lock != null) {
                return lock;
            }
            if (Thread.currentThread().isInterrupted()) {
                throw busy("the relay is stopping");
            }
            if (System.nanoTime() - deadline >= 0) {
                throw busy("another process has held it for " + patience.toSeconds() + " s");
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldThroughAnotherName) {
            return null;
        }
    }

    private AuthException busy(String why) {
        return new AuthException(
                AuthFailure.REFRESH_FAILED,
                "The stored upstream session is in use: " + file + " could not be locked because " + why
                        + ". Try again.");
    }

    private AuthException unusable(IOException failure) {
        return new AuthException(
                AuthFailure.REFRESH_FAILED,
                file + " cannot be locked (" + FileFailures.words(failure)
                        + "). Check the permissions of its directory.");
    }
}
