package dev.airelay.server.generation;

import dev.airelay.server.http.MemoryShare;
import dev.airelay.store.file.FileContent;
import dev.airelay.store.file.FileStore;
import dev.airelay.store.file.StoredFile;
import dev.airelay.transforms.spi.FileDirectory;
import dev.airelay.transforms.spi.UploadedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Loads uploaded files for the requests that refer to them. */
final class StoredFiles {

    private final FileStore files;

    StoredFiles(FileStore files) {
        this.files = files;
    }

    /**
     * Returns a directory of these files as far as they exist; their contents are in memory. Blocks.
     *
     * @param ids an id once for each reference, each of which gets the content in Base64
     * @param share the contents are added to it, before they are read
     * @throws MemoryShare.NoRoomException when there is no memory for them
     * @throws UncheckedIOException when a file cannot be read
     */
    FileDirectory load(Collection<String> ids, MemoryShare share) {
        Map<String, Integer> references = new LinkedHashMap<>();
        ids.forEach(id -> references.merge(id, 1, Integer::sum));
        Map<String, UploadedFile> loaded = new LinkedHashMap<>();
        references.forEach((id, times) ->
                files.open(id).map(content -> read(content, times, share)).ifPresent(file -> loaded.put(id, file)));
        return id -> Optional.ofNullable(loaded.get(id));
    }

    private static UploadedFile read(FileContent content, int references, MemoryShare share) {
        StoredFile file = content.file();
        try (FileChannel channel = content.channel()) {
            share.require((1L + references) * file.bytes());
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.bytes()));
            while (bytes.hasRemaining()) {
                if (channel.read(bytes) < 0) {
                    throw new IOException("the file " + file.id() + " became shorter while it was read");
                }
            }
            return new UploadedFile(file.filename(), file.contentType(), bytes.array());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
