package dev.airelay.transforms.responses;

import tools.jackson.databind.node.ObjectNode;

/**
 * What of a Responses request shapes its reply.
 *
 * @param local members of the response object that the relay answers for itself, such as {@code metadata} and
 *     {@code store}: they replace the upstream's in every response object; not changed after construction
 * @param fallbackId token for ids that the upstream left out, without a prefix
 * @param createdEpochSeconds creation time, used where the upstream reports none
 */
public record ResponsesReplyOptions(ObjectNode local, String fallbackId, long createdEpochSeconds) {}
