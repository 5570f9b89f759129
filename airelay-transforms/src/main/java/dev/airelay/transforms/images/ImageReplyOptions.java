package dev.airelay.transforms.images;

import java.util.Optional;

/**
 * The settings of an image request that shape its reply.
 *
 * @param operation the beginning of the names of events: {@code image_generation} or {@code image_edit}
 * @param size as requested; {@code auto} for any
 * @param quality as requested; {@code auto} for any
 * @param background as requested; {@code auto} for any
 * @param format as requested
 * @param fileAddress the URL of stored files without their id, if the client wants URLs instead of images
 * @param createdEpochSeconds time of the request
 */
record ImageReplyOptions(
        String operation,
        String size,
        String quality,
        String background,
        String format,
        Optional<String> fileAddress,
        long createdEpochSeconds) {}
