package dev.airelay.transforms.anthropic;

import java.util.List;

/**
 * The parts of a request that shape its reply.
 *
 * @param model the model that is asked, by the upstream's name
 * @param thinking how much of the reasoning the client gets
 * @param stops sequences that end the text; perhaps none
 * @param token part of the ids that the relay makes
 * @param createdEpochSeconds the time that the upstream's reset times are measured from
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
