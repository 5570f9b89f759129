package dev.airelay.transforms.reply;

import dev.airelay.transforms.event.ByteSink;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.json.JsonBuffer;
import dev.airelay.transforms.json.JsonMembers;
import dev.airelay.transforms.json.JsonText;
import dev.airelay.transforms.spi.ErrorShape;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the chunks of one stream, which its choices share: server-sent events with only data, each in one write. The
 * subclass defines the form of the stream. Not safe for concurrent use.
 */
public abstract class ChunkWriter {

    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

    private final JsonBuffer frame = new JsonBuffer();
    private ByteSink out = (bytes, offset, length) -> {};

    private final CompletionHead head;
    private final boolean includeUsage;

    /**
     * Creates a writer without a sink.
     *
     * @param includeUsage whether every chunk has a usage member, which is null except in the last
     */
    protected ChunkWriter(CompletionHead head, boolean includeUsage) {
        this.head = head;
        this.includeUsage = includeUsage;
    }

    /** Returns the members that a chunk begins with. */
    protected abstract ObjectNode begin(CompletionHead streamHead);

    /** Reads the head of all chunks from a response object; called before the first chunk. */
    final void learn(JsonMembers response) {
        head.learn(response);
    }

    /** Returns the chunk of one choice. */
    protected final ObjectNode chunk(ObjectNode choice) {
        ObjectNode chunk = begin(head);
        chunk.putArray("choices").add(choice);
        if (includeUsage) {
            chunk.putNull("usage");
        }
        return chunk;
    }

    /** Writes the usage, which has a chunk of its own. */
    final void usage(ObjectNode usage) {
        ObjectNode chunk = begin(head);
        chunk.putArray("choices");
        chunk.set("usage", usage);
        write(chunk);
    }

    /** Sets the sink of the next chunks. */
    final void direct(ByteSink sink) {
        out = sink;
    }

    /** Writes a chunk. */
    public final void write(ObjectNode chunk) {
        frame(chunk);
        frame.writeTo(out);
    }

    /** Returns the template of a chunk that contains {@link ChunkTemplate#MARK}. */
    public final ChunkTemplate template(ObjectNode chunk) {
        frame(chunk);
        byte[] bytes = frame.toArray();
        frame.clear();
        return new ChunkTemplate(bytes);
    }

    /** Writes a template with its text. */
    public final void fill(ChunkTemplate template, JsonText text) {
        frame.raw(template.prefix).raw(text).raw(template.suffix).writeTo(out);
    }

    /** Writes an error instead of a chunk. */
    final void error(UpstreamFailure failure) {
        frame.raw(DATA)
                .raw(ErrorShape.OPENAI
                        .render(failure.status(), failure.error(), Json.object())
                        .body())
                .raw(END)
                .writeTo(out);
    }

    /** Writes the end of the stream. */
    final void done() {
        frame.raw(DONE).writeTo(out);
    }

    private void frame(ObjectNode json) {
        frame.raw(DATA).tree(json).raw(END);
    }
}
