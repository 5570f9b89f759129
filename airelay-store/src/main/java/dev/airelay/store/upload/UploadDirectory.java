package dev.airelay.store.upload;

import dev.airelay.store.frame.DamageListener;
import dev.airelay.store.frame.DamagedEntryException;
import dev.airelay.store.frame.DurableFiles;
import dev.airelay.store.frame.FrameFormat;
import dev.airelay.store.frame.FrameReader;
import dev.airelay.store.frame.Staging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The directory of uploads: each has a subdirectory with its description and its parts. */
public final class UploadDirectory {
    private static final String DESCRIPTION = "upload";
    private static final String PART = "part_";

    private final Path root;
    private final Staging staging;
    private final DamageListener damage;

    /** Opens the directory, creating it if it is missing. */
    public UploadDirectory(Path root, Staging staging, DamageListener damage) throws IOException {
        this.root = root;
        this.staging = staging;
        this.damage = damage;
        DurableFiles.privateDirectory(root);
    }

    Path of(String uploadId) {
        return root.resolve(uploadId);
    }

    Path part(String uploadId, String partId) {
        return of(uploadId).resolve(partId);
    }

    void describe(UploadEntry entry) throws IOException {
        Path own = root.resolve(entry.id());
        DurableFiles.privateDirectory(own);
        staging.replace(own.resolve(DESCRIPTION), FrameFormat.file(UploadEntry.KIND, entry.header(), List.of()));
    }

    void removeParts(String uploadId) throws IOException {
        for (Path file : DurableFiles.list(root.resolve(uploadId))) {
            if (DurableFiles.name(file).startsWith(PART)) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** The description is deleted first: an upload without one is removed at the next start. */
    void remove(String uploadId) throws IOException {
        Path own = root.resolve(uploadId);
        DurableFiles.delete(own.resolve(DESCRIPTION));
        for (Path file : DurableFiles.list(own)) {
            Files.deleteIfExists(file);
        }
        DurableFiles.delete(own);
    }

    /**
     * All uploads with their parts. Uploads without a description are removed; damaged ones are reported and left in place.
     */
    List<UploadState> load() throws IOException {
        List<UploadState> uploads = new ArrayList<>();
        for (Path own : DurableFiles.list(root)) {
            if (Files.isDirectory(own)) {
                load(own).ifPresent(uploads::add);
            }
        }
        return uploads;
    }

    private Optional<UploadState> load(Path own) throws IOException {
        Path description = own.resolve(DESCRIPTION);
        try (FrameReader reader = FrameReader.open(description, UploadEntry.KIND)) {
            UploadEntry entry = UploadEntry.parse(reader.single().header());
            if (!entry.id().equals(DurableFiles.name(own))) {
                throw new DamagedEntryException("it describes another upload");
            }
            UploadState state = new UploadState(entry);
            loadParts(own, state);
            return Optional.of(state);
        } catch (NoSuchFileException undescribed) {
            remove(DurableFiles.name(own));
        } catch (IOException unreadable) {
            damage.damaged(description, DamagedEntryException.reason(unreadable));
        }
        return Optional.empty();
    }

    private static void loadParts(Path own, UploadState state) throws IOException {
        for (Path file : DurableFiles.list(own)) {
            String name = DurableFiles.name(file);
            if (name.startsWith(PART)) {
                state.load(new UploadPart(
                        name,
                        DurableFiles.name(own),
                        Files.size(file),
                        Files.getLastModifiedTime(file).toInstant()));
            }
        }
    }
}
