package dev.airelay.config;

import dev.airelay.base.RegularFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files only their owner can read, from the moment they exist, and complete from the moment they have their name.
 * Where the file store has no POSIX permissions the directory's own protection applies.
 */
final class PrivateFiles {
    private static final Set<PosixFilePermission> OWNER_ONLY_DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OWNER_ONLY_FILE = PosixFilePermissions.fromString("rw-------");

    private PrivateFiles() {}

    /** Creates the file with this content unless it exists, and its missing directories; whether it did. */
    static boolean create(Path file, byte[] content) throws IOException {
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

    /** A hard link is the one portable step that both fails if the name is taken and shows the whole content at once. */
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

    /** Puts this content in place of the file, or creates it. A symbolic link stays one; its target is replaced. */
    static void replace(Path file, byte[] content) throws IOException {
        Path target = Files.isSymbolicLink(file) && Files.exists(file) ? file.toRealPath() : file;
        Path complete = writeBeside(target, content);
        try {
            Files.move(complete, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncDirectory(target);
        } finally {
            Files.deleteIfExists(complete);
        }
    }

    private static Path writeBeside(Path file, byte[] content) throws IOException {
        Path directory = parent(file);
        createDirectories(directory);
        Path temporary = Files.createTempFile(
                directory, "." + file.getFileName(), ".tmp", ownerOnly(directory, OWNER_ONLY_FILE));
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

    private static void createDirectories(Path directory) throws IOException {
        Path existing = directory;
        while (!Files.exists(existing)) {
            existing = parent(existing);
        }
        // Directories that exist keep their permissions; a link to one is as good.
        if (!existing.equals(directory)) {
            Files.createDirectories(directory, ownerOnly(existing, OWNER_ONLY_DIRECTORY));
        }
    }

    private static Path parent(Path path) throws IOException {
        Path parent = path.toAbsolutePath().getParent();
        if (parent == null) {
            throw new NoSuchFileException(path.toString());
        }
        return parent;
    }

    private static FileAttribute<?>[] ownerOnly(Path place, Set<PosixFilePermission> permissions) throws IOException {
        return hasPermissions(place)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private static boolean hasPermissions(Path place) throws IOException {
        return Files.getFileStore(place).supportsFileAttributeView("posix");
    }

    /** Makes the new name survive a power cut where directories can be opened, which Windows does not allow. */
    private static void syncDirectory(Path file) throws IOException {
        if (!hasPermissions(file)) {
            return;
        }
        RegularFiles.forceDirectory(parent(file));
    }

    /** Whether others than the owner may read or write it; false where that cannot be told. */
    static boolean openToOthers(Path path) throws IOException {
        if (!Files.exists(path) || !hasPermissions(path)) {
            return false;
        }
        Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(path);
        return !OWNER_ONLY_DIRECTORY.containsAll(allowed);
    }
}
