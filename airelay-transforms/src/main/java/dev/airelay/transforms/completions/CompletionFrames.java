package dev.airelay.transforms.completions;

import dev.airelay.transforms.reply.ChunkWriter;
import dev.airelay.transforms.reply.CompletionHead;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Writes the frames of one stream of text completions. Their shape is the object's. */
final class CompletionFrames extends ChunkWriter {

    private static final String OBJECT = "text_completion";

    private final CompletionHead head;
    private final boolean includeUsage;

    CompletionFrames(CompletionsReplyOptions options) {
        this.head = options.head();
        this.includeUsage = options.includeUsage();
    }

    @Override
    protected void learn(ObjectNode response) {
        head.learn(response);
    }

    /** Returns one choice's chunk. */
    ObjectNode chunk(int index, String text, @Nullable String finishReason) {
        ObjectNode chunk = completion(head, index, text, finishReason);
        if (includeUsage) {
            chunk.putNull("usage");
        }
        return chunk;
    }

    /** Returns a completion of one choice. */
    static ObjectNode completion(CompletionHead head, int index, String text, @Nullable String finishReason) {
        ObjectNode completion = head.toNode(OBJECT).putNull("system_fingerprint");
        completion
                .putArray("choices")
                .addObject()
                .put("text", text)
                .put("index", index)
                .putNull("logprobs")
                .put("finish_reason", finishReason);
        return completion;
    }

    @Override
    protected void usage(ObjectNode usage) {
        ObjectNode chunk = head.toNode(OBJECT).putNull("system_fingerprint");
        chunk.putArray("choices");
        chunk.set("usage", usage);
        write(chunk);
    }
}
