package dev.airelay.store.file;

import java.time.Instant;
import java.util.Optional;

/**
 * A file that is wholly there.
 *
 * @param id {@code file-} and a random name
 * @param filename as the client said; not a path
 * @param purpose as the client said
 * @param contentType as the client said; not checked against the content
 * @param bytes size of the content
 * @param sha256 of the content, in hexadecimal
 * @param createdAt when the content was complete
 * @param expiresAt when it goes; empty: never by itself
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
