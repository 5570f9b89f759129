package dev.airelay.transforms.anthropic;

import dev.airelay.transforms.failure.UpstreamFailure;
import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.json.JsonText;
import dev.airelay.transforms.spi.ObjectEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Collects a message as one object. */
final class MessageObject implements MessageOutput {

    private static final String INPUT = "input";
    /** The member in which Anthropic's API shows an input that is not valid JSON, for example because it was truncated. */
    private static final String INVALID = "INVALID_JSON";

    private final ArrayNode content = Json.array();
    private final StringBuilder text = new StringBuilder();
    private ObjectNode message = Json.object();
    private ObjectNode block = Json.object();
    private Growth growth = Growth.TEXT;
    private boolean complete;
    private @Nullable UpstreamFailure failure;

    @Override
    public void begin(ObjectNode head) {
        message = head;
    }

    @Override
    public void open(ObjectNode opened, Growth kind) {
        block = opened;
        growth = kind;
        text.setLength(0);
    }

    @Override
    public void text(JsonText piece) {
        text.append(piece.units());
    }

    @Override
    public void citation(ObjectNode citation) {
        if (block.path("citations") instanceof ArrayNode list) {
            list.add(citation);
        } else {
            block.putArray("citations").add(citation);
        }
    }

    @Override
    public void signature(String signature) {
        block.put("signature", signature);
    }

    @Override
    public void close() {
        if (!text.isEmpty()) {
            if (growth == Growth.INPUT) {
                block.set(INPUT, input());
            } else {
                block.put(growth.member(), text.toString());
            }
        }
        content.add(block);
    }

    private ObjectNode input() {
        byte[] json = text.toString().getBytes(StandardCharsets.UTF_8);
        JsonNode input = Json.read(json, 0, json.length);
        return input instanceof ObjectNode object ? object : Json.object().put(INVALID, text.toString());
    }

    @Override
    public void end(ObjectNode end, ObjectNode usage) {
        message.set("content", content);
        message.setAll(end);
        ObjectNode counts = message.withObject("usage");
        counts.setAll(usage);
        complete = true;
    }

    @Override
    public void fail(UpstreamFailure reason) {
        failure = reason;
    }

    /** Returns the message, or the reason why there is none. */
    ObjectEncoder.Outcome outcome() {
        UpstreamFailure reason = failure;
        if (reason == null && !complete) {
            reason = UpstreamFailure.incompleteStream();
        }
        return reason == null
                ? new ObjectEncoder.Outcome.Finished(Json.write(message))
                : new ObjectEncoder.Outcome.Failed(reason);
    }
}
