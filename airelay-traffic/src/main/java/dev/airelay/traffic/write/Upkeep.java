package dev.airelay.traffic.write;

import dev.airelay.base.FileFailures;
import dev.airelay.traffic.record.TrafficOptions;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compresses finished files and removes old ones. The writer's thread runs it in small steps. A failure leaves files
 * unchanged until the next round. Not thread-safe.
 */
public final class Upkeep {
    private static final Logger LOG = System.getLogger(Upkeep.class.getName());

    private final LogTree tree;
    private final TrafficOptions.Retention retention;
    private final Deque<LogFileName> toCompress = new ArrayDeque<>();
    private @Nullable GzipJob job;
    private @Nullable FileComparison comparison;
    /** The file that is being compared. */
    private @Nullable LogFileName compared;

    /** The upkeep of a log directory, with no round begun. */
    public Upkeep(LogTree tree, TrafficOptions.Retention retention) {
        this.tree = tree;
        this.retention = retention;
    }

    /**
     * Begins a round: removes files beyond the age and size limits, and lists those to be compressed.
     *
     * @param current the file being written; neither it nor a later one is touched
     */
    void round(LogFileName current, Instant now) {
        try {
            List<LogFileName> finished = tree.files().stream()
                    .filter(file -> file.compareTo(current) < 0)
                    .toList();
            retain(finished, current, now);
            toCompress.clear();
            finished.stream().filter(file -> !file.gzipped()).forEach(toCompress::add);
        } catch (IOException failed) {
            LOG.log(
                    Level.WARNING,
                    "log_upkeep_failed directory=" + tree.directory() + ": " + FileFailures.words(failed));
        }
    }

    /** Removes files that a killed process left partially compressed. */
    void removeUnfinished() throws IOException {
        String ending = ".log.gz" + GzipJob.UNFINISHED;
        try (Stream<Path> paths = Files.walk(tree.directory(), 3)) {
            for (Path path :
                    paths.filter(path -> path.toString().endsWith(ending)).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    private void retain(List<LogFileName> finished, LogFileName current, Instant now) throws IOException {
        Instant oldest = now.minus(Duration.ofDays(retention.days()));
        long total = size(current);
        for (int i = finished.size() - 1; i >= 0; i--) {
            LogFileName file = finished.get(i);
            total += size(file);
            boolean over = total > retention.maxTotalBytes();
            if (over || file.hour().plus(Duration.ofHours(1)).isBefore(oldest)) {
                remove(tree.path(file));
            }
        }
    }

    private long size(LogFileName file) throws IOException {
        try {
            return Files.size(tree.path(file));
        } catch (NoSuchFileException gone) {
            return 0;
        }
    }

    private static void remove(Path file) throws IOException {
        Files.deleteIfExists(file);
        try {
            Path month = Objects.requireNonNull(file.getParent());
            Files.deleteIfExists(month);
            Files.deleteIfExists(Objects.requireNonNull(month.getParent()));
        } catch (DirectoryNotEmptyException othersAreLeft) {
            LOG.log(Level.TRACE, "log_directory_kept below={0}", file);
        }
    }

    boolean pending() {
        return job != null || comparison != null || !toCompress.isEmpty();
    }

    /** Does one step of the work: reads at most 256 KiB, and as much from a compressed file. */
    void step() {
        try {
            GzipJob running = job;
            FileComparison comparing = comparison;
            if (running != null) {
                job = running.step() ? running : null;
            } else if (comparing != null && compared != null) {
                compare(comparing, compared);
            } else {
                next();
            }
        } catch (IOException failed) {
            LOG.log(
                    Level.WARNING,
                    "log_compression_failed directory=" + tree.directory() + ": " + FileFailures.words(failed));
            stop();
        }
    }

    private void next() throws IOException {
        LogFileName name = toCompress.poll();
        if (name == null || !Files.exists(tree.path(name))) {
            return;
        }
        Path plain = tree.path(name);
        Path compressed = tree.path(name.compressed());
        if (Files.exists(compressed)) {
            comparison = new FileComparison(plain, compressed);
            compared = name;
        } else {
            job = GzipJob.start(plain, compressed);
        }
    }

    private void compare(FileComparison comparing, LogFileName name) throws IOException {
        FileComparison.Result result = comparing.step();
        if (result == FileComparison.Result.OPEN) {
            return;
        }
        comparing.close();
        comparison = null;
        if (result == FileComparison.Result.SAME) {
            Files.delete(tree.path(name));
        } else {
            // Written after the hour was finished, because the clock was set back: a part of its own.
            LogFileName part = name.withPart(tree.nextPart(name));
            Files.move(tree.path(name), tree.path(part));
            job = GzipJob.start(tree.path(part), tree.path(part.compressed()));
        }
    }

    /** Leaves an unfinished comparison or compression to the next round. */
    void stop() {
        GzipJob compressing = job;
        FileComparison comparing = comparison;
        job = null;
        comparison = null;
        try {
            if (comparing != null) {
                comparing.close();
            }
            if (compressing != null) {
                compressing.abandon();
            }
        } catch (IOException leftBehind) {
            LOG.log(Level.DEBUG, "log_compression_not_cleaned_up", leftBehind);
        }
    }
}
