package dev.airelay.traffic;

import dev.airelay.base.RegularFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows a log from hour to hour. Does nothing between two polls: when to poll is the caller's business. Not
 * thread-safe.
 *
 * <p>It keeps the newest file open, so that it reads it to its end even when it is set aside, compressed or removed
 * meanwhile. It goes on to the next file only when there is one, for then nothing more is written to this.
 */
public final class LogFollower implements AutoCloseable {
    private final LogReader reader;
    private final LogTree tree;
    private final Instant since;
    private final LineSplitter lines = new LineSplitter(this::line);
    private final ByteBuffer piece = ByteBuffer.allocate(64 * 1024);

    /** The file read last. One that is open stands here under the name it gets when it is set aside. */
    private @Nullable LogFileName done;

    private @Nullable FileChannel open;
    private Consumer<LogEntry> receiver = LogFollower::nobody;
    private long passedOn;

    LogFollower(LogReader reader, LogTree tree, Instant since) {
        this.reader = reader;
        this.tree = tree;
        this.since = since;
    }

    private static void nobody(LogEntry entry) {}

    /**
     * Passes on what has come since the last poll, in the order it was written.
     *
     * @return whether there was anything
     * @throws IOException when the directory or a file cannot be read
     */
    public boolean poll(Consumer<LogEntry> to) throws IOException {
        receiver = to;
        long before = passedOn;
        readOpen();
        List<LogFileName> next = successors();
        while (!next.isEmpty()) {
            // Whoever began the next file has written all of this one before.
            readOpen();
            close();
            goOn(next);
            next = successors();
        }
        return passedOn > before;
    }

    private void line(String line) {
        LogReader.entry(line, since, this::pass);
    }

    private void pass(LogEntry entry) {
        passedOn++;
        receiver.accept(entry);
    }

    private List<LogFileName> successors() throws IOException {
        LogFileName last = done;
        List<LogFileName> names = reader.namesSince(since);
        if (last == null) {
            return names;
        }
        // The open file keeps its name until there is a part of the name it was to get.
        boolean stillNamed = open != null && !names.contains(last);
        return names.stream()
                .filter(name ->
                        name.compareTo(last) > 0 && !(stillNamed && name.equals(last.withPart(LogFileName.LAST))))
                .toList();
    }

    private void goOn(List<LogFileName> names) throws IOException {
        for (LogFileName name : names.subList(0, names.size() - 1)) {
            reader.readEither(name, since, this::pass);
        }
        LogFileName newest = names.get(names.size() - 1);
        if (newest.part() == LogFileName.LAST && open(newest)) {
            readOpen();
        } else {
            reader.readEither(newest, since, this::pass);
            done = newest;
        }
    }

    /** Whether there was such a file, uncompressed. */
    private boolean open(LogFileName name) throws IOException {
        int part = tree.nextPart(name);
        while (true) {
            try {
                open = RegularFiles.open(tree.path(name), Set.of(StandardOpenOption.READ));
            } catch (NoSuchFileException compressedOrGone) {
                return false;
            }
            int partNow = tree.nextPart(name);
            if (part == partNow) {
                done = name.withPart(part);
                return true;
            }
            // Set aside in between: what is open may be the next one.
            close();
            part = partNow;
        }
    }

    private void readOpen() throws IOException {
        FileChannel channel = open;
        if (channel == null) {
            return;
        }
        piece.clear();
        while (channel.read(piece) > 0) {
            lines.accept(piece.array(), piece.position());
            piece.clear();
        }
    }

    /** Lets go of the file. The follower must not be polled after it. */
    @Override
    public void close() throws IOException {
        lines.endLine();
        FileChannel channel = open;
        open = null;
        if (channel != null) {
            channel.close();
        }
    }
}
