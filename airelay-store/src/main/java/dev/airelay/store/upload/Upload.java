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
 * @param createdAt when it was created
 * @param expiresAt until when it accepts parts; it is dropped then
 * @param status its state
 * @param result the resulting file; empty before completion and after the file is deleted
 */
public record Upload(
        String id,
        NewFile file,
        long bytes,
        Instant createdAt,
        Instant expiresAt,
        UploadStatus status,
        Optional<StoredFile> result) {}
