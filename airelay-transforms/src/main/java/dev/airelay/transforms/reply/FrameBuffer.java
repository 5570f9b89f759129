package dev.airelay.transforms.reply;

import dev.airelay.transforms.event.ByteSink;
import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.json.JsonBuffer;
import dev.airelay.transforms.json.JsonText;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ObjectNode;

/** Writes server-sent events that have data alone, each in one write. Not safe for concurrent use. */
public final class FrameBuffer {

    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

    private final JsonBuffer frame = new JsonBuffer();
    private ByteSink out = (bytes, offset, length) -> {};

    /** Creates a buffer whose frames go nowhere until it is directed. */
    public FrameBuffer() {}

    /** Sets where the next frames go. */
    public void direct(ByteSink sink) {
        out = sink;
    }

    /** Writes a frame. */
    public void write(ObjectNode json) {
        frame(json);
        frame.writeTo(out);
    }

    /** Returns the template of a frame that holds {@link ChunkTemplate#MARK}. */
    public ChunkTemplate template(ObjectNode json) {
        frame(json);
        byte[] bytes = frame.toArray();
        frame.clear();
        return ChunkTemplate.of(bytes);
    }

    /** Writes a template with its text. */
    public void fill(ChunkTemplate template, JsonText text) {
        frame.raw(template.prefix()).raw(text).raw(template.suffix()).writeTo(out);
    }

    /** Writes the end of the stream. */
    public void done() {
        frame.raw(DONE).writeTo(out);
    }

    private void frame(ObjectNode json) {
        frame.raw(DATA).raw(Json.write(json)).raw(END);
    }
}
