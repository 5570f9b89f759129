package dev.airelay.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** Keeps a second relay, of this or of another process, out of a directory. The end of the process releases it too. */
final class DirectoryLock implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(DirectoryLock.class.getName());

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @param directory created if missing
     * @throws StorageException when another relay has it, or the directory cannot be written
     */
    static DirectoryLock take(Path directory) {
        try {
            Files.createDirectories(directory, ownersOnly(directory));
            FileChannel channel =
                    FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) != null) {
                return new DirectoryLock(channel);
            }
            channel.close();
        } catch (IOException unusable) {
            throw new StorageException(
                    "cannot use " + directory + ": " + unusable + ". Check paths.data_dir.", unusable);
        }
        throw new StorageException(directory + " is in use by another relay. Stop it, or choose another --data-dir.");
    }

    private static FileAttribute<?>[] ownersOnly(Path directory) {
        return directory.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException withinThisProcess) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException left) {
            LOG.log(System.Logger.Level.DEBUG, "lock_not_closed", left);
        }
    }
}
