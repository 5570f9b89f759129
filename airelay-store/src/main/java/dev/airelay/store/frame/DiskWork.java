package dev.airelay.store.frame;

import dev.airelay.base.FileFailures;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Locale;

/** Runs file operations and maps their failures to {@link StoreException}. */
public final class DiskWork {
    /** A file operation with a result. */
    @FunctionalInterface
    public interface Call<T> {
        /** Does the work and returns its result. */
        T call() throws IOException;
    }

    /** A file operation without a result. */
    @FunctionalInterface
    public interface Run {
        /** Does the work. */
        void run() throws IOException;
    }

    private DiskWork() {}

    /** Runs work with a result; {@code what} completes the sentence "cannot …". */
    public static <T> T call(String what, Call<T> work) {
        try {
            return work.call();
        } catch (IOException | ReadOnlyFileSystemException failed) {
            throw failure(what, failed);
        }
    }

    /** Runs work without a result; see {@link #call}. */
    public static void run(String what, Run work) {
        call(what, () -> {
            work.run();
            return true;
        });
    }

    /** The kinds are recognized by the system's messages: Java has no types for a full disk or a read-only mount. */
    static StoreException failure(String what, Exception cause) {
        String reason = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        String failed = "the relay cannot " + what + ": ";
        if (reason.contains("no space left")
                || reason.contains("quota exceeded")
                || reason.contains("not enough space")) {
            return new StoreException(
                    StoreFailure.DISK_FULL, failed + "the disk is full. Free some space and try again", cause);
        }
        if (cause instanceof AccessDeniedException
                || cause instanceof ReadOnlyFileSystemException
                || reason.contains("read-only")) {
            return new StoreException(
                    StoreFailure.READ_ONLY,
                    failed
                            + "it cannot write to its data directory. Check the directory's permissions and that its file system is not"
                            + " mounted read-only",
                    cause);
        }
        String kind = cause instanceof ClosedByInterruptException ? "it is shutting down" : FileFailures.words(cause);
        return new StoreException(StoreFailure.DISK, failed + kind, cause);
    }
}
