package dev.airelay.traffic.write;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The files of a log directory. Files that do not look like the log's own are ignored and never deleted.
 *
 * @param directory the parent of the directories of years
 */
public record LogTree(Path directory) {
    private static final int DEPTH = 3;

    /** Returns the path of a file. */
    public Path path(LogFileName name) {
        return name.in(directory);
    }

    /** Every file, oldest first; none if there is no directory. */
    public List<LogFileName> files() throws IOException {
        try (Stream<Path> paths = Files.walk(directory, DEPTH)) {
            TreeSet<LogFileName> names = new TreeSet<>();
            paths.map(directory::relativize)
                    .map(LogFileName::parse)
                    .flatMap(Optional::stream)
                    .forEach(names::add);
            return List.copyOf(names);
        } catch (NoSuchFileException | NotDirectoryException none) {
            return List.of();
        } catch (UncheckedIOException walking) {
            throw walking.getCause();
        }
    }

    /** The number of the next part of the hour. */
    public int nextPart(LogFileName name) throws IOException {
        return files().stream()
                        .filter(file -> file.hour().equals(name.hour()) && file.part() != LogFileName.LAST)
                        .mapToInt(LogFileName::part)
                        .max()
                        .orElse(0)
                + 1;
    }
}
