package dev.airelay.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second relay, of this or of another process, out of a data directory, by a lock on its file {@value #FILE},
 * which names the process. The end of the process, however it ends, releases the lock; the file stays.
 */
final class DirectoryLock implements AutoCloseable {

    /** The name of the locked file. Its text is the process id of the relay that has or had the lock. */
    static final String FILE = "relay.pid";

    private static final System.Logger LOG = System.getLogger(DirectoryLock.class.getName());
    /** Beyond the text: on Windows nobody else can read the bytes that are locked. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;
    /** Longer than any process id. */
    private static final int MAX_TEXT = 32;

    private static final Set<StandardOpenOption> OPTIONS =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);

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
            Files.createDirectories(directory, ownerOnly(directory, "rwx------"));
            FileChannel channel = FileChannel.open(directory.resolve(FILE), OPTIONS, ownerOnly(directory, "rw-------"));
            return locked(channel, directory);
        } catch (IOException unusable) {
            throw StorageException.unusable(
                    "cannot use " + directory + ": " + unusable + ". Check paths.data_dir.", unusable);
        }
    }

    private static DirectoryLock locked(FileChannel channel, Path directory) throws IOException {
        boolean taken = false;
        try {
            if (tryLock(channel) == null) {
                throw StorageException.inUse(directory + " is in use by another relay" + holder(channel)
                        + ". Stop it, or choose another --data-dir.");
            }
            write(channel, String.valueOf(ProcessHandle.current().pid()));
            taken = true;
            return new DirectoryLock(channel);
        } finally {
            if (!taken) {
                channel.close();
            }
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(LOCKED_BYTE, 1, false);
        } catch (OverlappingFileLockException withinThisProcess) {
            return null;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(MAX_TEXT);
        channel.read(text, 0);
        String pid = StandardCharsets.US_ASCII.decode(text.flip()).toString().strip();
        return Optional.of(pid)
                .filter(digits -> digits.matches("[0-9]+"))
                .map(digits -> " (process " + digits + ")")
                .orElse("");
    }

    private static void write(FileChannel channel, String pid) throws IOException {
        channel.truncate(0);
        channel.write(StandardCharsets.US_ASCII.encode(pid + "\n"), 0);
    }

    private static FileAttribute<?>[] ownerOnly(Path directory, String permissions) {
        FileAttribute<Set<PosixFilePermission>> attribute =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
        return directory.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {attribute}
                : new FileAttribute<?>[0];
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
