package dev.airelay.store.file;

import java.time.Instant;
import java.util.Optional;

/**
 * A complete file.
 *
 * @param id {@code file-} and a random name
 * @param filename from the client; not a path
 * @param purpose from the client
 * @param contentType from the client; not checked against the content
 * @param bytes size of the content
 * @param sha256 of the content, in hexadecimal
 * @param createdAt when the content was complete
 * @param expiresAt when it is deleted; empty: never
 */
public record StoredFile(
        String id,
        String filename,
        String purpose,
        String contentType,
        long bytes,
        String sha256,
        Instant createdAt,
        Optional<Instant> expiresAt) {
    boolean isExpired(Instant now) {
        return expiresAt.isPresent() && !now.isBefore(expiresAt.get());
    }
}
