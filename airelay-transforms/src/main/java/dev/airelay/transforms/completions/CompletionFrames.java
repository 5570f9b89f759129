package dev.airelay.transforms.completions;

import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.reply.ChunkWriter;
import dev.airelay.transforms.reply.CompletionHead;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Writes the frames of one stream of text completions. Their shape is the object's. */
final class CompletionFrames extends ChunkWriter {

    CompletionFrames(CompletionsReplyOptions options) {
        super(options.head(), options.includeUsage());
    }

    @Override
    protected ObjectNode begin(CompletionHead head) {
        return object(head);
    }

    /** Returns one choice's chunk. */
    ObjectNode chunk(int index, String text, @Nullable String finishReason) {
        return chunk(choice(index, text, finishReason));
    }

    /** Returns a completion of one choice. */
    static ObjectNode completion(CompletionHead head, int index, String text, @Nullable String finishReason) {
        ObjectNode completion = object(head);
        completion.putArray("choices").add(choice(index, text, finishReason));
        return completion;
    }

    private static ObjectNode object(CompletionHead head) {
        return head.toNode("text_completion").putNull("system_fingerprint");
    }

    private static ObjectNode choice(int index, String text, @Nullable String finishReason) {
        return Json.object()
                .put("text", text)
                .put("index", index)
                .putNull("logprobs")
                .put("finish_reason", finishReason);
    }
}
