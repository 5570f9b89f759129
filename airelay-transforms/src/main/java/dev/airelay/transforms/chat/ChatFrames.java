package dev.airelay.transforms.chat;

import dev.airelay.transforms.event.ByteSink;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.reply.ChoiceWriter;
import dev.airelay.transforms.reply.CompletionHead;
import dev.airelay.transforms.reply.FrameBuffer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the frames of one chat stream. Id, creation time, model and tier are the same in all.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat-streaming">The chat completion chunk object</a>
 */
final class ChatFrames implements ChoiceWriter {

    private static final String CHUNK = "chat.completion.chunk";

    private final CompletionHead head;
    private final boolean includeUsage;
    private final FrameBuffer frames = new FrameBuffer();

    ChatFrames(ChatReplyOptions options) {
        this.head = options.head();
        this.includeUsage = options.includeUsage();
    }

    FrameBuffer buffer() {
        return frames;
    }

    @Override
    public void direct(ByteSink sink) {
        frames.direct(sink);
    }

    @Override
    public void learn(ObjectNode response) {
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
    public void usage(ObjectNode usage) {
        ObjectNode chunk = ChatMembers.head(head, CHUNK);
        chunk.putArray("choices");
        chunk.set("usage", usage);
        frames.write(chunk);
    }

    @Override
    public void error(ApiError error) {
        frames.write(error.toEnvelope());
    }

    @Override
    public void done() {
        frames.done();
    }
}
