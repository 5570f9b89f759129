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
        JsonBuffer frame = JsonBuffer.borrow();
        try {
            frame(chunk, frame);
            frame.writeTo(out);
        } finally {
            frame.giveBack();
        }
    }

    /** Returns the template of a chunk that contains {@link ChunkTemplate#MARK}. */
    public final ChunkTemplate template(ObjectNode chunk) {
        return new ChunkTemplate(JsonBuffer.text(frame -> frame(chunk, frame)));
    }

    /** Writes a template with its text. */
    public final void fill(ChunkTemplate template, JsonText text) {
        JsonBuffer frame = JsonBuffer.borrow();
        try {
            frame.raw(template.prefix).raw(text).raw(template.suffix).writeTo(out);
        } finally {
            frame.giveBack();
        }
    }

    /** Writes an error instead of a chunk. */
    final void error(UpstreamFailure failure) {
        byte[] body = ErrorShape.OPENAI
                .render(failure.status(), failure.error(), Json.object())
                .body();
        byte[] event = JsonBuffer.text(frame -> frame.raw(DATA).raw(body).raw(END));
        out.write(event, 0, event.length);
    }

    /** Writes the end of the stream. */
    final void done() {
        out.write(DONE, 0, DONE.length);
    }

    private static void frame(ObjectNode json, JsonBuffer to) {
        to.raw(DATA).tree(json).raw(END);
    }
}
