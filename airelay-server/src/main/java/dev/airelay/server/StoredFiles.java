package dev.airelay.server;

import dev.airelay.store.FileContent;
import dev.airelay.store.FileStore;
import dev.airelay.store.StoredFile;
import dev.airelay.transforms.FileDirectory;
import dev.airelay.transforms.UploadedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Loads uploaded files for the requests that refer to them. */
final class StoredFiles {

    private final FileStore files;

    StoredFiles(FileStore files) {
        this.files = files;
    }

    /**
     * Returns a directory of these files as far as they exist; their contents are in memory. Blocks.
     *
     * @throws UncheckedIOException when a file cannot be read
     */
    FileDirectory load(Set<String> ids) {
        Map<String, UploadedFile> loaded = new LinkedHashMap<>();
        for (String id : ids) {
            load(id).ifPresent(file -> loaded.put(id, file));
        }
        return id -> Optional.ofNullable(loaded.get(id));
    }

    private Optional<UploadedFile> load(String id) {
        return files.open(id).map(StoredFiles::read);
    }

    private static UploadedFile read(FileContent content) {
        StoredFile file = content.file();
        try (FileChannel channel = content.channel()) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.bytes()));
            while (bytes.hasRemaining()) {
                if (channel.read(bytes) < 0) {
                    throw new IOException("the file " + file.id() + " has become shorter");
                }
            }
            return new UploadedFile(file.filename(), file.contentType(), bytes.array());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
