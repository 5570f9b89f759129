package dev.airelay.store.frame;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;

/** Names and places of a shelf's files: {@code HH/ID.entry} and {@code HH/ID.side}, HH from a hash of the id. */
public final class ShelfDirectories {
    private static final String MAIN = ".entry";
    private static final String SIDE = ".side";
    private static final int DIRECTORIES = 256;

    /** Receives one entry. */
    @FunctionalInterface
    public interface Visitor {
        /** Receives the entry. */
        void visit(ShelfEntry entry) throws IOException;
    }

    private final Path root;

    ShelfDirectories(Path root) throws IOException {
        this.root = root;
        DurableFiles.privateDirectory(root);
    }

    Path main(String id) {
        return directory(id).resolve(id + MAIN);
    }

    Path side(String id) {
        return directory(id).resolve(id + SIDE);
    }

    /** The main file's path, its directory created. */
    Path create(String id) throws IOException {
        DurableFiles.privateDirectory(directory(id));
        return main(id);
    }

    private Path directory(String id) {
        int hash = id.hashCode();
        return root.resolve(String.format("%02x", (hash ^ hash >>> 8 ^ hash >>> 16 ^ hash >>> 24) & DIRECTORIES - 1));
    }

    /** Visits entries one directory at a time; those that vanish meanwhile are omitted. */
    void forEach(Visitor visitor) throws IOException {
        for (Path directory : directories()) {
            Set<String> names = names(directory);
            for (String name : names) {
                if (name.endsWith(MAIN)) {
                    String id = name.substring(0, name.length() - MAIN.length());
                    visit(id, names.contains(id + SIDE), visitor);
                }
            }
        }
    }

    private List<Path> directories() throws IOException {
        return DurableFiles.list(root).stream().filter(Files::isDirectory).toList();
    }

    private static Set<String> names(Path directory) throws IOException {
        return DurableFiles.list(directory).stream().map(DurableFiles::name).collect(Collectors.toSet());
    }

    private void visit(String id, boolean hasSide, Visitor visitor) throws IOException {
        ShelfEntry entry;
        try {
            BasicFileAttributes main = Files.readAttributes(main(id), BasicFileAttributes.class);
            long sideBytes = hasSide ? Files.size(side(id)) : 0;
            entry = new ShelfEntry(id, main.lastModifiedTime(), main.size() + sideBytes);
        } catch (NoSuchFileException vanished) {
            return;
        }
        visitor.visit(entry);
    }

    /** Returns at most this many of the oldest, oldest first, without holding more in memory. */
    List<ShelfEntry> oldest(int count, Instant now) throws IOException {
        Comparator<ShelfEntry> oldestFirst = ShelfEntry.oldestFirst(now);
        PriorityQueue<ShelfEntry> newestFirst = new PriorityQueue<>(oldestFirst.reversed());
        forEach(entry -> {
            newestFirst.add(entry);
            if (newestFirst.size() > count) {
                newestFirst.poll();
            }
        });
        return newestFirst.stream().sorted(oldestFirst).toList();
    }

    /** Removes side files without a main file, left by a crash between the two. */
    void removeOrphans() throws IOException {
        for (Path directory : directories()) {
            Set<String> names = names(directory);
            for (String name : names) {
                if (name.endsWith(SIDE) && !names.contains(name.substring(0, name.length() - SIDE.length()) + MAIN)) {
                    Files.deleteIfExists(directory.resolve(name));
                }
            }
        }
    }
}
