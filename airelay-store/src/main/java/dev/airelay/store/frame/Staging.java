package dev.airelay.store.frame;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * The directory where files are written before they are renamed. It is on the same file system as their targets, so that a
 * rename is atomic. Files left by a crash are removed at the next start.
 */
public final class Staging {
    private final Path directory;
    private final Supplier<String> names;
    private final InstantSource clock;

    private Staging(Path directory, StoreEnvironment environment) {
        this.directory = directory;
        this.names = environment.randomNames();
        this.clock = environment.clock();
    }

    /** Creates the directory if it is missing, and removes leftover files. */
    public static Staging open(Path directory, StoreEnvironment environment) throws IOException {
        DurableFiles.privateDirectory(directory);
        for (Path left : DurableFiles.list(directory)) {
            Files.deleteIfExists(left);
        }
        return new Staging(directory, environment);
    }

    /** Returns an unused name. */
    public Path fresh() {
        return directory.resolve(names.get());
    }

    /** Replaces the target atomically with a file of this content, dated by the store's clock. Returns its size. */
    public long replace(Path target, List<ByteBuffer> content) throws IOException {
        Path complete = fresh();
        try {
            long size = write(complete, content);
            publish(complete, target);
            return size;
        } finally {
            Files.deleteIfExists(complete);
        }
    }

    /** Renames the staged file to its target, dated by the store's clock. */
    public void publish(Path complete, Path target) throws IOException {
        touch(complete);
        DurableFiles.publish(complete, target);
    }

    /** Sets the file's time to the current time. */
    public void touch(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
    }

    private static long write(Path file, List<ByteBuffer> content) throws IOException {
        try (FileChannel channel = DurableFiles.create(file)) {
            long size = DurableFiles.write(channel, 0, content);
            channel.force(true);
            return size;
        }
    }
}
