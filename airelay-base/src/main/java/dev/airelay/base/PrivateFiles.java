package dev.airelay.base;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Files that only their owner can read from the moment they exist, and that are complete from the moment they have their
 * name. Every call accesses the file system.
 */
public final class PrivateFiles {
    private static final String TEMPORARY = ".tmp";

    private PrivateFiles() {}

    /** Deletes a directory with everything in it. Symbolic links are deleted, not followed. */
    public static void deleteTree(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failed) throws IOException {
                if (failed != null) {
                    throw failed;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /**
     * Creates the file with this content, and its missing directories, unless it exists. When this returns, the content is
     * on the disk.
     *
     * @return whether it was created
     */
    public static boolean create(Path file, byte[] content) throws IOException {
        if (Files.exists(file)) {
            return false;
        }
        if (Files.isSymbolicLink(file)) {
            throw new IOException("it is a symbolic link to a file that does not exist");
        }
        Path complete = writeBeside(file, content);
        try {
            return link(complete, file);
        } finally {
            Files.deleteIfExists(complete);
        }
    }

    /**
     * A hard link is the only portable operation that fails if the name is taken and makes the whole content visible at
     * once.
     */
    private static boolean link(Path complete, Path file) throws IOException {
        try {
            linkOrMove(complete, file);
        } catch (FileAlreadyExistsException taken) {
            return false;
        }
        syncDirectory(file);
        return true;
    }

    private static void linkOrMove(Path complete, Path file) throws IOException {
        try {
            Files.createLink(file, complete);
        } catch (FileAlreadyExistsException taken) {
            throw taken;
        } catch (UnsupportedOperationException | IOException noLinks) {
            Files.move(complete, file);
        }
    }

    /**
     * Puts this content in place of the file, or creates it, and its missing directories. When this returns, the content is
     * on the disk. A symbolic link is kept; its target is replaced.
     */
    public static void replace(Path file, byte[] content) throws IOException {
        Path target = Files.isSymbolicLink(file) && Files.exists(file) ? file.toRealPath() : file;
        Path complete = writeBeside(target, content);
        try {
            Files.move(complete, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(complete);
        }
        syncDirectory(target);
    }

    private static Path writeBeside(Path file, byte[] content) throws IOException {
        Path directory = createDirectory(file);
        Path temporary = Files.createTempFile(directory, prefix(file), TEMPORARY, OwnerOnly.file(directory));
        try (FileChannel channel = RegularFiles.open(temporary, Set.of(StandardOpenOption.WRITE))) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } catch (IOException failed) {
            Files.deleteIfExists(temporary);
            throw failed;
        }
        return temporary;
    }

    /** Creates the file's directory, private to the owner, unless it exists; returns it. */
    public static Path createDirectory(Path file) throws IOException {
        Path directory = parent(file);
        if (!Files.exists(directory)) {
            createDirectories(directory);
        }
        return directory;
    }

    /** Creates the directory and its missing parents, private to the owner. Those that exist keep their permissions. */
    public static void createDirectories(Path directory) throws IOException {
        // A link to a directory counts as a directory.
        if (Files.isDirectory(directory)) {
            return;
        }
        Path existing = directory;
        while (!Files.exists(existing)) {
            existing = parent(existing);
        }
        Files.createDirectories(directory, OwnerOnly.directory(existing));
    }

    /**
     * Opens a file; one that the options create is private to the owner. The caller closes the channel.
     *
     * @param file in a directory that exists
     * @param options as for {@link FileChannel#open(Path, Set, java.nio.file.attribute.FileAttribute[])}
     * @throws UnfitFileException when there is something of this name that is not a regular file
     */
    public static FileChannel open(Path file, Set<? extends OpenOption> options) throws IOException {
        return RegularFiles.open(file, options, OwnerOnly.file(parent(file)));
    }

    /** Deletes the temporary files that an interrupted write left beside the file. No other write may be in progress. */
    public static boolean deleteLeftovers(Path file) throws IOException {
        boolean any = false;
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(parent(file), prefix(file) + "*" + TEMPORARY)) {
            for (Path leftover : leftovers) {
                any |= Files.deleteIfExists(leftover);
            }
        } catch (NoSuchFileException | NotDirectoryException nothing) {
            return false;
        }
        return any;
    }

    private static String prefix(Path file) {
        return "." + file.getFileName() + ".";
    }

    private static Path parent(Path path) throws IOException {
        Path parent = path.toAbsolutePath().getParent();
        if (parent == null) {
            throw new NoSuchFileException(path.toString());
        }
        return parent;
    }

    /** Makes a changed name survive a power failure. Does nothing on Windows, where directories cannot be opened. */
    public static void syncDirectory(Path file) throws IOException {
        Path directory = parent(file);
        if (OwnerOnly.of(directory) != OwnerOnly.POSIX) {
            return;
        }
        RegularFiles.forceDirectory(directory);
    }
}
