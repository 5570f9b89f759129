package dev.airelay.store.frame;

import dev.airelay.base.OwnerOnly;
import dev.airelay.base.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** File operations whose results only the owner can read and that, once they return, survive a power failure. */
public final class DurableFiles {
    private DurableFiles() {}

    /**
     * Creates the directory and its missing parents for the owner only, and removes the permissions of others from an
     * existing one.
     */
    public static void privateDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Path parent = directory.toAbsolutePath().getParent();
            if (parent != null && !Files.isDirectory(parent)) {
                privateDirectory(parent);
            }
            createDirectory(directory);
        }
        OwnerOnly.tighten(directory);
    }

    private static void createDirectory(Path directory) throws IOException {
        try {
            Path parent = Objects.requireNonNull(directory.toAbsolutePath().getParent());
            Files.createDirectory(directory, OwnerOnly.directory(parent));
            PrivateFiles.syncDirectory(directory);
        } catch (FileAlreadyExistsException made) {
            // Another thread was faster; if it is a file, the caller's next step fails.
            if (!Files.isDirectory(directory)) {
                throw made;
            }
        }
    }

    /** Opens a file that must not exist yet for reading and writing. */
    static FileChannel create(Path file) throws IOException {
        return PrivateFiles.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    /** Renames a complete and forced file to its final name, replacing any other. */
    static void publish(Path complete, Path target) throws IOException {
        Files.move(complete, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        PrivateFiles.syncDirectory(target);
    }

    /** Deletes the file durably; returns whether there was one. */
    public static boolean delete(Path file) throws IOException {
        boolean existed = Files.deleteIfExists(file);
        if (existed) {
            PrivateFiles.syncDirectory(file);
        }
        return existed;
    }

    /** Writes all of the buffers from this position on; their content is consumed. */
    static long write(FileChannel channel, long position, List<ByteBuffer> buffers) throws IOException {
        long at = position;
        for (ByteBuffer buffer : buffers) {
            while (buffer.hasRemaining()) {
                at += channel.write(buffer, at);
            }
        }
        return at;
    }

    /** The content of the directory; empty when there is no such directory. */
    public static List<Path> list(Path directory) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(entries::add);
        } catch (DirectoryIteratorException failed) {
            throw failed.getCause();
        } catch (NoSuchFileException missing) {
            return List.of();
        }
        return entries;
    }

    /** The name without its directory. */
    public static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
