package dev.airelay.traffic.read;

import dev.airelay.base.RegularFiles;
import dev.airelay.traffic.record.TrafficOptions;
import dev.airelay.traffic.write.FileComparison;
import dev.airelay.traffic.write.LogFileName;
import dev.airelay.traffic.write.LogTree;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads a log directory, compressed files included, while a relay may be writing to it. Truncated lines are skipped. Safe
 * for concurrent use.
 */
public final class LogReader {
    private static final int PIECE = 64 * 1024;

    private final LogTree tree;

    /** A reader of the directory given as {@link TrafficOptions#directory()}; it need not exist. */
    public LogReader(Path directory) {
        this.tree = new LogTree(directory);
    }

    /**
     * Reads the existing entries, oldest first.
     *
     * @param since entries before it are omitted
     * @throws IOException when the directory or a file cannot be read
     */
    public void read(Instant since, Consumer<LogEntry> receiver) throws IOException {
        read(since, line -> true, receiver);
    }

    /**
     * As {@link #read(Instant, Consumer)}, of some lines only: the others are not even parsed.
     *
     * @param wanted decides by the text of a line
     */
    public void read(Instant since, Predicate<String> wanted, Consumer<LogEntry> receiver) throws IOException {
        for (LogFileName file : namesSince(since)) {
            readEither(file, wanted, since, receiver);
        }
    }

    /**
     * Follows the log: the existing entries since that time, then new ones.
     *
     * @param since entries before it are omitted
     */
    public LogFollower follow(Instant since) {
        return new LogFollower(this, tree, since);
    }

    /**
     * The files that may contain such entries, compressed or not, by their plain names. A late record is in a file of a
     * later hour, never of an earlier one.
     */
    List<LogFileName> namesSince(Instant since) throws IOException {
        return tree.files().stream()
                .filter(file -> file.hour().plus(Duration.ofHours(1)).isAfter(since))
                .map(LogFileName::plain)
                .distinct()
                .toList();
    }

    private void readFile(LogFileName file, Predicate<String> wanted, Instant since, Consumer<LogEntry> receiver)
            throws IOException {
        LineSplitter lines = new LineSplitter(line -> {
            if (wanted.test(line)) {
                entry(line, since, receiver);
            }
        });
        Path path = tree.path(file);
        try {
            if (file.gzipped()) {
                unzip(path, lines);
            } else if (!compressedMeanwhile(file)) {
                copy(path, lines);
            }
        } catch (NoSuchFileException gone) {
            lines.endLine();
        }
        lines.endLine();
    }

    /** Reads a file by its name, compressed or not. */
    void readEither(LogFileName file, Instant since, Consumer<LogEntry> receiver) throws IOException {
        readEither(file, line -> true, since, receiver);
    }

    private void readEither(LogFileName file, Predicate<String> wanted, Instant since, Consumer<LogEntry> receiver)
            throws IOException {
        if (Files.exists(tree.path(file.compressed()))) {
            readFile(file.compressed(), wanted, since, receiver);
        }
        readFile(file.plain(), wanted, since, receiver);
    }

    /** For a moment both exist; then the compressed one has been read. */
    private boolean compressedMeanwhile(LogFileName plain) throws IOException {
        Path compressed = tree.path(plain.compressed());
        return Files.exists(compressed) && FileComparison.same(tree.path(plain), compressed);
    }

    private static void copy(Path file, LineSplitter lines) throws IOException {
        try (InputStream in = RegularFiles.newInputStream(file)) {
            copy(in, lines);
        }
    }

    private static void unzip(Path file, LineSplitter lines) throws IOException {
        try (InputStream in = new GZIPInputStream(RegularFiles.newInputStream(file), PIECE)) {
            copy(in, lines);
        } catch (EOFException | ZipException damaged) {
            // The readable part has been delivered.
            lines.endLine();
        }
    }

    private static void copy(InputStream in, LineSplitter lines) throws IOException {
        byte[] piece = new byte[PIECE];
        for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
            lines.accept(piece, length);
        }
    }

    static void entry(String line, Instant since, Consumer<LogEntry> receiver) {
        LogEntry.parse(line).filter(entry -> !entry.at().isBefore(since)).ifPresent(receiver);
    }
}
