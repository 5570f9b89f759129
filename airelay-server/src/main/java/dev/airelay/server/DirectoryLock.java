package dev.airelay.server;

import dev.airelay.base.FileFailures;
import dev.airelay.base.PrivateFiles;
import dev.airelay.base.UnfitFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Prevents a second relay, of this or another process, from using a data directory, by locks on two files that contain the
 * process id: {@value #FILE} in the directory, and {@value #STORE_FILE} in its store. Deleting the first as a supposed
 * leftover does not release the directory. The locks are released when the process ends for any reason; the files stay.
 */
final class DirectoryLock implements AutoCloseable {

    /** The name of the locked file. Its content is the process id of the relay that has or had the lock. */
    static final String FILE = "relay.pid";
    /** The name of the other one, in the directory that a second relay would damage. */
    static final String STORE_FILE = "in-use";

    private static final System.Logger LOG = System.getLogger(DirectoryLock.class.getName());
    /** Beyond the text: on Windows no other process can read locked bytes. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;
    /** Longer than any process id. */
    private static final int MAX_TEXT = 32;

    private static final Pattern PID = Pattern.compile("[0-9]{1,18}");

    private static final Set<StandardOpenOption> OPTIONS =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);

    /**
     * The directories that this process has locked. POSIX locks belong to the process: opening the file again and closing it
     * would release a lock that another relay in this process holds.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final Map<Path, FileChannel> locked = new LinkedHashMap<>();

    private DirectoryLock(Path directory) {
        this.directory = directory;
    }

    /**
     * Takes the lock.
     *
     * @param directory the data directory, created if missing
     * @param store the directory of its store, created if missing
     * @throws StorageException if another relay has it, or one of them cannot be written
     */
    static DirectoryLock take(Path directory, Path store) {
        DirectoryLock lock = new DirectoryLock(directory);
        boolean taken = false;
        try {
            lock.lock(directory, FILE);
            lock.lock(store, STORE_FILE);
            for (FileChannel channel : lock.locked.values()) {
                write(channel, String.valueOf(ProcessHandle.current().pid()));
            }
            taken = true;
            return lock;
        } catch (UnfitFileException unfit) {
            throw unusable(unfit.getFile() + ": " + unfit.getReason(), unfit);
        } catch (IOException unusable) {
            throw unusable("cannot use " + directory + ": " + FileFailures.words(unusable), unusable);
        } finally {
            if (!taken) {
                lock.close();
            }
        }
    }

    private static StorageException unusable(String message, IOException cause) {
        return StorageException.unusable(message + ". Check paths.data_dir.", cause);
    }

    private void lock(Path place, String name) throws IOException {
        PrivateFiles.createDirectories(place);
        Path file = place.toRealPath().resolve(name);
        if (!HELD.add(file)) {
            throw inUse(holder(ProcessHandle.current().pid()));
        }
        FileChannel channel;
        boolean open = false;
        try {
            channel = PrivateFiles.open(file, OPTIONS);
            open = true;
        } finally {
            if (!open) {
                HELD.remove(file);
            }
        }
        locked.put(file, channel);
        if (channel.tryLock(LOCKED_BYTE, 1, false) == null) {
            throw inUse(holder(channel));
        }
    }

    private StorageException inUse(String holder) {
        String where = RelayProcess.in(directory)
                .filter(RelayProcess::alive)
                .map(relay -> " at " + relay.baseUrl())
                .orElse("");
        return StorageException.inUse(directory + " is in use by another relay" + where + holder
                + ". Use that relay, stop it, or choose another --data-dir.");
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

    @Override
    public void close() {
        locked.forEach((file, channel) -> {
            try {
                channel.close();
            } catch (IOException left) {
                LOG.log(System.Logger.Level.DEBUG, "lock_not_closed", left);
            } finally {
                HELD.remove(file);
            }
        });
        locked.clear();
    }
}
