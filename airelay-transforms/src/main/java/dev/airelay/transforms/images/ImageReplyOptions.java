package dev.airelay.transforms.images;

import java.util.Optional;

/**
 * The settings of an image request that shape its reply.
 *
 * @param operation the beginning of the names of events: {@code image_generation} or {@code image_edit}
 * @param size as asked for; {@code auto} for any
 * @param quality as asked for; {@code auto} for any
 * @param background as asked for; {@code auto} for any
 * @param format as asked for
 * @param fileAddress the address of stored files without their id, where the client wants addresses in place of images
 * @param createdEpochSeconds when the request came
 */
record ImageReplyOptions(
        String operation,
        String size,
        String quality,
        String background,
        String format,
        Optional<String> fileAddress,
        long createdEpochSeconds) {}
