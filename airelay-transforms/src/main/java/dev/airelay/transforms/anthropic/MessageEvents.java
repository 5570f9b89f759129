package dev.airelay.transforms.anthropic;

import dev.airelay.transforms.event.ByteSink;
import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.json.JsonBuffer;
import dev.airelay.transforms.json.JsonText;
import dev.airelay.transforms.spi.AnthropicErrors;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ObjectNode;

/** Writes a message as Anthropic's server-sent events, each in one write. */
final class MessageEvents implements MessageOutput {

    private static final byte[] EVENT = ascii("event: ");
    private static final byte[] DATA = ascii("\ndata: ");
    private static final byte[] END = ascii("\n\n");
    /** The bytes after the text of a delta. */
    private static final byte[] DELTA_END = ascii("\"}}\n\n");

    private static final String TYPE = "type";
    private static final String DELTA = "content_block_delta";

    private final JsonBuffer frame = new JsonBuffer();
    private ByteSink out = (bytes, offset, length) -> {};
    private int index = -1;
    /** The bytes before the text of a delta of the open block. */
    private byte[] deltaStart = {};

    /** Sets the sink of the next events. */
    void direct(ByteSink sink) {
        out = sink;
    }

    @Override
    public void begin(ObjectNode message) {
        ObjectNode event = event("message_start");
        event.set("message", message);
        write(event);
    }

    @Override
    public void open(ObjectNode block, Growth growth) {
        index++;
        ObjectNode event = event("content_block_start").put("index", index);
        event.set("content_block", block);
        write(event);
        deltaStart = ascii("event: " + DELTA + "\ndata: {\"type\":\"" + DELTA + "\",\"index\":" + index
                + ",\"delta\":{\"type\":\"" + growth.deltaType() + "\",\"" + growth.member() + "\":\"");
    }

    @Override
    public void text(JsonText piece) {
        frame.raw(deltaStart).raw(piece).raw(DELTA_END).writeTo(out);
    }

    @Override
    public void citation(ObjectNode citation) {
        ObjectNode delta = Json.object().put(TYPE, "citations_delta");
        delta.set("citation", citation);
        delta(delta);
    }

    @Override
    public void signature(String signature) {
        delta(Json.object().put(TYPE, "signature_delta").put("signature", signature));
    }

    private void delta(ObjectNode delta) {
        ObjectNode event = event(DELTA).put("index", index);
        event.set("delta", delta);
        write(event);
    }

    @Override
    public void close() {
        write(event("content_block_stop").put("index", index));
    }

    @Override
    public void end(ObjectNode end, ObjectNode usage) {
        ObjectNode event = event("message_delta");
        event.set("delta", end);
        event.set("usage", usage);
        write(event);
        write(event("message_stop"));
    }

    @Override
    public void fail(UpstreamFailure failure) {
        frame.raw(EVENT)
                .raw(ascii("error"))
                .raw(DATA)
                .raw(AnthropicErrors.SHAPE
                        .render(failure.status(), failure.error(), Json.object())
                        .body())
                .raw(END)
                .writeTo(out);
    }

    private static ObjectNode event(String type) {
        return Json.object().put(TYPE, type);
    }

    private void write(ObjectNode event) {
        frame.raw(EVENT)
                .raw(ascii(Json.text(event, TYPE)))
                .raw(DATA)
                .raw(Json.write(event))
                .raw(END)
                .writeTo(out);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
