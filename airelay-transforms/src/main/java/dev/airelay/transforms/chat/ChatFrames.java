package dev.airelay.transforms.chat;

import dev.airelay.transforms.reply.ChunkWriter;
import dev.airelay.transforms.reply.CompletionHead;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the frames of one chat stream. Id, creation time, model and tier are the same in all.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat-streaming">The chat completion chunk object</a>
 */
final class ChatFrames extends ChunkWriter {

    private static final String CHUNK = "chat.completion.chunk";

    private final CompletionHead head;
    private final boolean includeUsage;

    ChatFrames(ChatReplyOptions options) {
        this.head = options.head();
        this.includeUsage = options.includeUsage();
    }

    @Override
    protected void learn(ObjectNode response) {
        head.learn(response);
    }

    /** Returns one choice's chunk. */
    ObjectNode chunk(int index, ObjectNode delta, @Nullable String finishReason) {
        ObjectNode chunk = ChatMembers.head(head, CHUNK);
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", index);
        choice.set("delta", delta);
        choice.putNull("logprobs").put("finish_reason", finishReason);
        if (includeUsage) {
            chunk.putNull("usage");
        }
        return chunk;
    }

    @Override
    protected void usage(ObjectNode usage) {
        ObjectNode chunk = ChatMembers.head(head, CHUNK);
        chunk.putArray("choices");
        chunk.set("usage", usage);
        write(chunk);
    }
}
