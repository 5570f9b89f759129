package dev.airelay.store.frame;

import dev.airelay.base.RegularFiles;
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
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * File operations that leave nothing open to others and, once they return, survive a power cut. Where the file store has
 * no POSIX permissions the directory's own protection applies.
 */
public final class DurableFiles {
    private static final FileAttribute<?> DIRECTORY = permissions("rwx------");
    private static final FileAttribute<?> FILE = permissions("rw-------");

    private DurableFiles() {}

    private static FileAttribute<?> permissions(String text) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
    }

    private static FileAttribute<?>[] onlyIfPosix(Path path, FileAttribute<?> attribute) {
        return isPosix(path) ? new FileAttribute<?>[] {attribute} : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Creates the directory and its missing parents for the owner alone, and closes an existing one to others. */
    public static void privateDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Path parent = directory.toAbsolutePath().getParent();
            if (parent != null && !Files.isDirectory(parent)) {
                privateDirectory(parent);
            }
            createDirectory(directory);
        }
        if (isPosix(directory) && !Files.getPosixFilePermissions(directory).equals(ownerOnly())) {
            Files.setPosixFilePermissions(directory, ownerOnly());
        }
    }

    private static Set<PosixFilePermission> ownerOnly() {
        return PosixFilePermissions.fromString("rwx------");
    }

    private static void createDirectory(Path directory) throws IOException {
        try {
            Files.createDirectory(directory, onlyIfPosix(directory, DIRECTORY));
            forceParent(directory);
        } catch (FileAlreadyExistsException made) {
            // Another thread was faster; a file of this name fails the caller's next step.
            if (!Files.isDirectory(directory)) {
                throw made;
            }
        }
    }

    /** Opens a file that must not exist yet for reading and writing. */
    static FileChannel create(Path file) throws IOException {
        return RegularFiles.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                onlyIfPosix(file, FILE));
    }

    /** Gives a complete and forced file its name, in place of what had it. */
    static void publish(Path complete, Path target) throws IOException {
        Files.move(complete, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceParent(target);
    }

    /** Deletes the file for good; whether there was one. */
    public static boolean delete(Path file) throws IOException {
        boolean existed = Files.deleteIfExists(file);
        if (existed) {
            forceParent(file);
        }
        return existed;
    }

    /** Makes changes of names in the file's directory survive, where directories can be opened: not on Windows. */
    static void forceParent(Path file) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null && isPosix(parent)) {
            RegularFiles.forceDirectory(parent);
        }
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
