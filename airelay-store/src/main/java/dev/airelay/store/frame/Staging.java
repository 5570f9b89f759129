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
 * Where files are written before they get their name. On the same file system as their targets, so that a rename is
 * atomic. What a crash leaves here is swept at the next start.
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

    /** Creates the directory if missing and removes what is left in it. */
    public static Staging open(Path directory, StoreEnvironment environment) throws IOException {
        DurableFiles.privateDirectory(directory);
        for (Path left : DurableFiles.list(directory)) {
            Files.deleteIfExists(left);
        }
        return new Staging(directory, environment);
    }

    /** A name no other file has. */
    public Path fresh() {
        return directory.resolve(names.get());
    }

    /** Puts a file with this content in place of the target, at once; its time is the store's. Returns its size. */
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

    /** Gives the staged file its name; its time is the store's. */
    public void publish(Path complete, Path target) throws IOException {
        touch(complete);
        DurableFiles.publish(complete, target);
    }

    /** Sets the file's time to now. */
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
