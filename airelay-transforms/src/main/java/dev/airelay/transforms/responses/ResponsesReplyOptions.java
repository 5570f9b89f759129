package dev.airelay.transforms.responses;

import java.time.InstantSource;
import tools.jackson.databind.node.ObjectNode;

/**
 * What of a Responses request shapes its reply.
 *
 * @param local members of the response object that the relay answers for itself, such as {@code metadata} and
 *     {@code store}: they replace the upstream's in every response object; not changed after construction
 * @param model the model that was asked for, told where the upstream names none
 * @param fallbackId token for ids that the upstream left out, without a prefix
 * @param createdEpochSeconds creation time, used where the upstream reports none
 * @param clock tells the time of completion where the upstream reports none
 */
public record ResponsesReplyOptions(
        ObjectNode local, String model, String fallbackId, long createdEpochSeconds, InstantSource clock) {}
