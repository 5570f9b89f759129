package dev.airelay.store.upload;

import dev.airelay.store.file.NewFile;
import dev.airelay.store.file.StoredFile;
import java.time.Instant;
import java.util.Optional;

/**
 * A file that is sent in parts.
 *
 * @param id {@code upload_} and a random name
 * @param file the description of the result
 * @param bytes declared size of the result
 * @param createdAt when it was begun
 * @param expiresAt until when it takes parts; it is forgotten then
 * @param status where it stands
 * @param result the file it has become, unless that is deleted; empty before
 */
public record Upload(
        String id,
        NewFile file,
        long bytes,
        Instant createdAt,
        Instant expiresAt,
        UploadStatus status,
        Optional<StoredFile> result) {}
