package dev.airelay.transforms.anthropic;

import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.json.JsonText;
import tools.jackson.databind.node.ObjectNode;

/**
 * Receives a message from its turn: a head, one block after another, and an end.
 *
 * <pre>
 *   begin → (open → (text | citation | signature)* → close)* → end
 *     └────────────────── failure at any time ───────────────→ fail
 * </pre>
 */
interface MessageOutput {

    /** The kinds of text that are added to a block. */
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
     * @param block the block before text is added; owned by the output from here on
     * @param growth the kind of text that is added
     */
    void open(ObjectNode block, Growth growth);

    /** Adds a piece to the open block. */
    void text(JsonText piece);

    /** Adds a citation to the open text block. */
    void citation(ObjectNode citation);

    /** Sets the signature of the open thinking block. */
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
