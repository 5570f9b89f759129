package dev.airelay.traffic.write;

import dev.airelay.base.OwnerOnly;
import dev.airelay.base.PrivateFiles;
import dev.airelay.base.RegularFiles;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The file of the current hour. When {@link #write} returns, the operating system has the data, which survives a kill of the
 * process. Not thread-safe.
 */
public final class HourlyFile {
    private static final Logger LOG = System.getLogger(HourlyFile.class.getName());

    private final LogTree tree;
    private final long maxBytes;
    private @Nullable LogFileName name;
    private @Nullable Path path;
    private @Nullable FileChannel channel;
    private long length;
    private boolean rotated;

    /** A writer with no file open. */
    public HourlyFile(LogTree tree, long maxBytes) {
        this.tree = tree;
        this.maxBytes = maxBytes;
    }

    /** Appends whole lines. After a failure some of them may have been written; the next write begins on a new line. */
    void write(LogFileName target, byte[] lines) throws IOException {
        try {
            FileChannel open = opened(target);
            ByteBuffer bytes = ByteBuffer.wrap(lines);
            while (bytes.hasRemaining()) {
                open.write(bytes);
            }
            length += lines.length;
            if (length >= maxBytes) {
                setAside(target);
            }
        } catch (IOException failed) {
            closeQuietly();
            throw failed;
        }
    }

    /** Whether a file has been finished since the last call. */
    boolean takeRotated() {
        boolean was = rotated;
        rotated = false;
        return was;
    }

    /** Closes the file if it is older than this one, because nothing more will be written to it. */
    void finishBefore(LogFileName next) throws IOException {
        if (name != null && name.compareTo(next) < 0) {
            close();
            name = null;
            rotated = true;
        }
    }

    private FileChannel opened(LogFileName target) throws IOException {
        FileChannel open = channel;
        if (open != null && target.equals(name) && path != null && Files.exists(path)) {
            return open;
        }
        return open(target, tree.path(target));
    }

    private FileChannel open(LogFileName target, Path file) throws IOException {
        rotated |= name != null && !target.equals(name);
        close();
        PrivateFiles.createDirectories(Objects.requireNonNull(file.getParent()));
        FileChannel open = PrivateFiles.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS));
        channel = open;
        name = target;
        path = file;
        OwnerOnly.tighten(file, LinkOption.NOFOLLOW_LINKS);
        if (torn(file)) {
            open.write(ByteBuffer.wrap(new byte[] {'\n'}));
        }
        length = open.size();
        return open;
    }

    private static boolean torn(Path path) throws IOException {
        try (FileChannel read = RegularFiles.open(path, Set.of(StandardOpenOption.READ))) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return read.size() > 0 && read.read(last, read.size() - 1) == 1 && last.get(0) != '\n';
        }
    }

    /** The lines are written even if this fails. */
    private void setAside(LogFileName full) {
        closeQuietly();
        try {
            Files.move(tree.path(full), tree.path(full.withPart(tree.nextPart(full))));
            rotated = true;
        } catch (IOException growsOn) {
            LOG.log(Level.DEBUG, "log_file_not_set_aside file=" + tree.path(full), growsOn);
        }
    }

    boolean isOpen() {
        return channel != null;
    }

    void close() throws IOException {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }

    private void closeQuietly() {
        try {
            close();
        } catch (IOException alreadyFailing) {
            channel = null;
        }
    }
}
