package dev.airelay.transforms.anthropic;

import java.util.List;

/**
 * The parts of a request that shape its reply.
 *
 * @param model the upstream's name of the requested model
 * @param thinking how much of the reasoning the client gets
 * @param stops sequences that end the text; may be empty
 * @param token part of the ids that the relay creates
 * @param createdEpochSeconds the reference time of the upstream's reset times
 */
record MessagesReplyOptions(
        String model, Thinking thinking, List<String> stops, String token, long createdEpochSeconds) {

    /** How much of the reasoning the client gets. */
    enum Thinking {
        /** None. */
        HIDDEN,
        /** Blocks that have a signature and no text. */
        SIGNATURES,
        /** The summary, with its signature. */
        SHOWN
    }
}
