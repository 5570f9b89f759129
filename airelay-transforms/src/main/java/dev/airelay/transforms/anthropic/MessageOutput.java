package dev.airelay.transforms.anthropic;

import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.json.JsonText;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes a message as its turn makes it: a head, one block after another, and an end.
 *
 * <pre>
 *   begin → (open → (text | citation | signature)* → close)* → end
 *     └────────────────── failure at any time ───────────────→ fail
 * </pre>
 */
interface MessageOutput {

    /** The kinds of text that a block grows by. */
    enum Growth {
        TEXT("text_delta", "text"),
        THINKING("thinking_delta", "thinking"),
        INPUT("input_json_delta", "partial_json");

        private final String deltaType;
        private final String member;

        Growth(String deltaType, String member) {
            this.deltaType = deltaType;
            this.member = member;
        }

        /** Returns the type of a delta of this kind. */
        String deltaType() {
            return deltaType;
        }

        /** Returns the member of the delta that holds the text. */
        String member() {
            return member;
        }
    }

    /**
     * Begins the message.
     *
     * @param message the message without content; owned by the output from here on
     */
    void begin(ObjectNode message);

    /**
     * Opens a block.
     *
     * @param block the block as it is before it grows; owned by the output from here on
     * @param growth the kind of text that it grows by
     */
    void open(ObjectNode block, Growth growth);

    /** Adds a piece to the open block. */
    void text(JsonText piece);

    /** Adds a citation to the open block, which is a text. */
    void citation(ObjectNode citation);

    /** Sets the signature of the open block, which is thinking. */
    void signature(String signature);

    /** Closes the open block. */
    void close();

    /**
     * Ends the message.
     *
     * @param end {@code stop_reason}, {@code stop_sequence} and {@code stop_details}
     * @param usage the token counts
     */
    void end(ObjectNode end, ObjectNode usage);

    /** Ends the message with an error. */
    void fail(UpstreamFailure failure);
}
