package dev.airelay.server;

import dev.airelay.base.FileFailures;
import dev.airelay.base.RegularFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

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

    private static final Pattern PID = Pattern.compile("[0-9]{1,18}");

    private static final Set<StandardOpenOption> OPTIONS =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);

    /**
     * What this process has locked. The system's locks are the process's too: opening the file once more and closing it
     * would give up a lock that another relay of this process holds.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private DirectoryLock(Path file, FileChannel channel) {
        this.file = file;
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
            Path file = directory.toRealPath().resolve(FILE);
            if (!HELD.add(file)) {
                throw inUse(directory, holder(ProcessHandle.current().pid()));
            }
            return locked(file, directory);
        } catch (IOException unusable) {
            throw StorageException.unusable(
                    "cannot use " + directory + ": " + FileFailures.words(unusable) + ". Check paths.data_dir.",
                    unusable);
        }
    }

    private static DirectoryLock locked(Path file, Path directory) throws IOException {
        FileChannel channel = null;
        boolean taken = false;
        try {
            channel = RegularFiles.open(file, OPTIONS, ownerOnly(directory, "rw-------"));
            if (channel.tryLock(LOCKED_BYTE, 1, false) == null) {
                throw inUse(directory, holder(channel));
            }
            write(channel, String.valueOf(ProcessHandle.current().pid()));
            taken = true;
            return new DirectoryLock(file, channel);
        } finally {
            if (!taken) {
                HELD.remove(file);
                if (channel != null) {
                    channel.close();
                }
            }
        }
    }

    private static StorageException inUse(Path directory, String holder) {
        return StorageException.inUse(
                directory + " is in use by another relay" + holder + ". Stop it, or choose another --data-dir.");
    }

    private static String holder(long pid) {
        return " (process " + pid + ")";
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(MAX_TEXT);
        channel.read(text, 0);
        String pid = StandardCharsets.US_ASCII.decode(text.flip()).toString().strip();
        return Optional.of(pid)
                .filter(digits -> PID.matcher(digits).matches())
                .map(digits -> holder(Long.parseLong(digits)))
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
        } finally {
            HELD.remove(file);
        }
    }
}
