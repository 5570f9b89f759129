package dev.airelay.store.file;

import dev.airelay.store.frame.DamageListener;
import dev.airelay.store.frame.DamagedEntryException;
import dev.airelay.store.frame.DurableFiles;
import dev.airelay.store.frame.FrameFormat;
import dev.airelay.store.frame.FrameReader;
import dev.airelay.store.frame.Staging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The directory of files: {@code ID.file} is the description, {@code ID.content} the content. */
public final class FileDirectory {
    private static final String DESCRIPTION = ".file";
    private static final String CONTENT = ".content";

    private final Path root;
    private final Staging staging;
    private final DamageListener damage;

    /** Opens the directory, creating it if it is missing. */
    public FileDirectory(Path root, Staging staging, DamageListener damage) throws IOException {
        this.root = root;
        this.staging = staging;
        this.damage = damage;
        DurableFiles.privateDirectory(root);
    }

    Path content(String id) {
        return root.resolve(id + CONTENT);
    }

    private Path description(String id) {
        return root.resolve(id + DESCRIPTION);
    }

    /** Writes the description; if that fails, it is removed as far as possible, so that the content can be deleted. */
    void describe(FileEntry entry) throws IOException {
        Path description = description(entry.file().id());
        boolean written = false;
        try {
            staging.replace(description, FrameFormat.file(FileEntry.KIND, entry.header(), List.of()));
            written = true;
        } finally {
            if (!written) {
                Files.deleteIfExists(description);
            }
        }
    }

    void removeDescription(String id) throws IOException {
        DurableFiles.delete(description(id));
    }

    void removeContent(String id) throws IOException {
        Files.deleteIfExists(content(id));
    }

    /**
     * Returns all complete files. Content without a description is removed; damaged files are reported and left in place.
     */
    List<FileEntry> load() throws IOException {
        List<FileEntry> entries = new ArrayList<>();
        Set<String> described = new HashSet<>();
        List<Path> files = DurableFiles.list(root);
        for (Path file : files) {
            if (DurableFiles.name(file).endsWith(DESCRIPTION)) {
                described.add(idOf(file, DESCRIPTION));
                read(file).ifPresent(entries::add);
            }
        }
        for (Path file : files) {
            if (DurableFiles.name(file).endsWith(CONTENT) && !described.contains(idOf(file, CONTENT))) {
                Files.deleteIfExists(file);
            }
        }
        return entries;
    }

    private static String idOf(Path file, String suffix) {
        String name = DurableFiles.name(file);
        return name.substring(0, name.length() - suffix.length());
    }

    private Optional<FileEntry> read(Path file) {
        try (FrameReader reader = FrameReader.open(file, FileEntry.KIND)) {
            FileEntry entry = FileEntry.parse(reader.single().header());
            String id = idOf(file, DESCRIPTION);
            if (!entry.file().id().equals(id)) {
                throw new DamagedEntryException("it describes another file");
            }
            if (!Files.exists(content(id))
                    || Files.size(content(id)) != entry.file().bytes()) {
                throw new DamagedEntryException("its content is missing or does not have the recorded size");
            }
            return Optional.of(entry);
        } catch (IOException unreadable) {
            damage.damaged(file, DamagedEntryException.reason(unreadable));
            return Optional.empty();
        }
    }
}
