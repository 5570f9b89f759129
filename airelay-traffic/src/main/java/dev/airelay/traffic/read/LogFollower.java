package dev.airelay.traffic.read;

import dev.airelay.base.RegularFiles;
import dev.airelay.traffic.write.LogFileName;
import dev.airelay.traffic.write.LogTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows a log from hour to hour. Does nothing between two polls; the caller decides when to poll. Not thread-safe.
 *
 * <p>It keeps the newest file open, so that it reads all of it even if it is renamed, compressed or removed meanwhile. It
 * continues with the next file only when there is one. If the clock is set back, records go to a file of an earlier hour
 * again, so files that are not compressed yet are checked too.
 */
public final class LogFollower implements AutoCloseable {
    private final LogReader reader;
    private final LogTree tree;
    private final Instant since;
    private final LineSplitter lines = new LineSplitter(this::line);
    private final ByteBuffer piece = ByteBuffer.allocate(64 * 1024);

    /** The file read last. An open one is recorded under the name that it gets when it is full. */
    private @Nullable LogFileName done;

    private @Nullable FileChannel open;
    private final Map<LogFileName, Tail> earlier = new HashMap<>();
    private Consumer<LogEntry> receiver = LogFollower::nobody;
    private long passedOn;

    LogFollower(LogReader reader, LogTree tree, Instant since) {
        this.reader = reader;
        this.tree = tree;
        this.since = since;
    }

    private static void nobody(LogEntry entry) {}

    /**
     * Delivers the entries since the last poll, in the order of writing.
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
            // The writer completed this file before it began the next one.
            readOpen();
            keepTail();
            close();
            goOn(next);
            next = successors();
        }
        readEarlier();
        return passedOn > before;
    }

    /** How far a file of an earlier hour has been read. It is not kept open, because it may never grow. */
    private final class Tail {
        private final LineSplitter rest = new LineSplitter(this::line);
        private long position;
        private Instant from = Instant.MIN;

        Tail(long position) {
            this.position = position;
        }

        private void line(String line) {
            LogReader.entry(line, from, LogFollower.this::pass);
        }

        /** Reads the new entries; returns whether there is such a file. */
        boolean read(LogFileName name) throws IOException {
            try (FileChannel channel = RegularFiles.open(tree.path(name), Set.of(StandardOpenOption.READ))) {
                if (channel.size() < position) {
                    // The file was renamed because it was full, and a new one has this name.
                    position = 0;
                }
                channel.position(position);
                piece.clear();
                while (channel.read(piece) > 0) {
                    rest.accept(piece.array(), piece.position());
                    position += piece.position();
                    piece.clear();
                }
                return true;
            } catch (NoSuchFileException compressedOrGone) {
                rest.endLine();
                return false;
            }
        }
    }

    private void keepTail() throws IOException {
        FileChannel channel = open;
        LogFileName last = done;
        boolean setAside =
                last != null && (Files.exists(tree.path(last)) || Files.exists(tree.path(last.compressed())));
        if (channel != null && last != null && !setAside) {
            earlier.put(last.withPart(LogFileName.LAST), new Tail(channel.position()));
        }
    }

    private void readEarlier() throws IOException {
        LogFileName last = done;
        if (last == null) {
            return;
        }
        List<LogFileName> growing = tree.files().stream()
                .filter(name -> !name.gzipped() && name.part() == LogFileName.LAST && name.compareTo(last) < 0)
                .toList();
        earlier.keySet().retainAll(growing);
        for (LogFileName name : growing) {
            boolean unused = earlier.computeIfAbsent(name, begun -> new Tail(0)).read(name);
        }
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
        // The open file keeps its name until the part with its next name exists.
        boolean stillNamed = open != null && !names.contains(last);
        return names.stream()
                .filter(name ->
                        name.compareTo(last) > 0 && !(stillNamed && name.equals(last.withPart(LogFileName.LAST))))
                .toList();
    }

    private void goOn(List<LogFileName> names) throws IOException {
        for (LogFileName name : names.subList(0, names.size() - 1)) {
            readPassed(name);
        }
        LogFileName newest = names.get(names.size() - 1);
        if (newest.part() == LogFileName.LAST && open(newest)) {
            readOpen();
        } else {
            reader.readEither(newest, since, this::pass);
            done = newest;
        }
    }

    /** Reads a file that is not the newest, and records how far. */
    private void readPassed(LogFileName name) throws IOException {
        boolean last = name.part() == LogFileName.LAST;
        Tail tail = new Tail(0);
        tail.from = since;
        if (last && !Files.exists(tree.path(name.compressed())) && tail.read(name)) {
            tail.from = Instant.MIN;
            earlier.put(name, tail);
            return;
        }
        reader.readEither(name, since, this::pass);
        if (last && Files.exists(tree.path(name))) {
            earlier.put(name, new Tail(Files.size(tree.path(name))));
        }
    }

    /** Returns whether there is such a file, uncompressed. */
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
            // Renamed in between: the open file may be the next one.
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

    /** Closes the file. The follower must not be polled afterwards. */
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
