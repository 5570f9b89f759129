package dev.airelay.store.upload;

import java.time.Instant;

/**
 * A part that has been received.
 *
 * @param id {@code part_} and a random name
 * @param uploadId the upload it belongs to
 * @param bytes its size
 * @param createdAt when it was complete
 */
public record UploadPart(String id, String uploadId, long bytes, Instant createdAt) {}
