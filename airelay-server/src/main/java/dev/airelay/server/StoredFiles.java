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

    private static final long AS_IT_IS_AND_IN_BASE64 = 2;

    private final FileStore files;

    StoredFiles(FileStore files) {
        this.files = files;
    }

    /**
     * Returns a directory of these files as far as they exist; their contents are in memory. Blocks.
     *
     * @param share the contents are added to it, before they are read
     * @throws MemoryShare.NoRoomException when there is no memory for them
     * @throws UncheckedIOException when a file cannot be read
     */
    FileDirectory load(Set<String> ids, MemoryShare share) {
        Map<String, UploadedFile> loaded = new LinkedHashMap<>();
        for (String id : ids) {
            files.open(id).map(content -> read(content, share)).ifPresent(file -> loaded.put(id, file));
        }
        return id -> Optional.ofNullable(loaded.get(id));
    }

    private static UploadedFile read(FileContent content, MemoryShare share) {
        StoredFile file = content.file();
        try (FileChannel channel = content.channel()) {
            share.require(AS_IT_IS_AND_IN_BASE64 * file.bytes());
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
