package dev.airelay.transforms.chat;

import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.reply.ChunkWriter;
import dev.airelay.transforms.reply.CompletionHead;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the frames of one chat stream. All have the same id, creation time, model and tier.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat-streaming">The chat completion chunk object</a>
 */
final class ChatFrames extends ChunkWriter {

    ChatFrames(ChatReplyOptions options) {
        super(options.head(), options.includeUsage());
    }

    @Override
    protected ObjectNode begin(CompletionHead head) {
        return ChatMembers.head(head, "chat.completion.chunk");
    }

    /** Returns one choice's chunk. */
    ObjectNode chunk(int index, JsonNode delta, @Nullable String finishReason) {
        ObjectNode choice = Json.object().put("index", index);
        choice.set("delta", delta);
        return chunk(choice.putNull("logprobs").put("finish_reason", finishReason));
    }
}
