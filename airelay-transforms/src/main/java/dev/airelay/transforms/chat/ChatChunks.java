package dev.airelay.transforms.chat;

import dev.airelay.transforms.ApiError;
import dev.airelay.transforms.ByteSink;
import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.json.JsonBuffer;
import dev.airelay.transforms.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the chunks of one chat stream, each in one write. Id, creation time, model and tier are the same in all, so they
 * must be set before the first.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat-streaming">The chat completion chunk object</a>
 */
final class ChatChunks {

    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

    private final ChatHead head;
    private final boolean includeUsage;
    private final JsonBuffer frame = new JsonBuffer();
    private final Map<String, ChunkTemplate> templates = new HashMap<>();
    private ByteSink out = (bytes, offset, length) -> {};

    ChatChunks(ChatHead head, boolean includeUsage) {
        this.head = head;
        this.includeUsage = includeUsage;
    }

    /** Sets where the next chunks go. */
    void direct(ByteSink sink) {
        out = sink;
    }

    /** Writes a delta of one text member. */
    void text(String member, JsonText text) {
        ChunkTemplate template = templates.get(member);
        if (template == null) {
            template = template(Json.object().put(member, ChunkTemplate.MARK));
            templates.put(member, template);
        }
        fill(template, text);
    }

    /** Returns the template of a delta that holds {@link ChunkTemplate#MARK}. */
    ChunkTemplate template(ObjectNode delta) {
        frame(chunk(delta, null));
        byte[] bytes = frame.toArray();
        frame.clear();
        return ChunkTemplate.of(bytes);
    }

    /** Writes a template with its text. */
    void fill(ChunkTemplate template, JsonText text) {
        frame.raw(template.prefix()).raw(text).raw(template.suffix()).writeTo(out);
    }

    /** Writes a delta. */
    void delta(ObjectNode delta) {
        write(chunk(delta, null));
    }

    /** Writes the last chunk of the choice. */
    void finish(FinishReason reason) {
        write(chunk(Json.object(), reason.wireName()));
    }

    /** Writes the usage, which stands alone. */
    void usage(ObjectNode usage) {
        ObjectNode chunk = head.toNode("chat.completion.chunk");
        chunk.putArray("choices");
        chunk.set("usage", usage);
        write(chunk);
    }

    /** Writes an error in the place of a chunk. */
    void error(ApiError error) {
        write(error.toEnvelope());
    }

    /** Writes the end of the stream. */
    void done() {
        frame.raw(DONE).writeTo(out);
    }

    private ObjectNode chunk(ObjectNode delta, @Nullable String finishReason) {
        ObjectNode chunk = head.toNode("chat.completion.chunk");
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        choice.putNull("logprobs").put("finish_reason", finishReason);
        if (includeUsage) {
            chunk.putNull("usage");
        }
        return chunk;
    }

    private void write(ObjectNode json) {
        frame(json);
        frame.writeTo(out);
    }

    private void frame(ObjectNode json) {
        frame.raw(DATA).raw(Json.write(json)).raw(END);
    }
}
