package dev.airelay.transforms.chat;

import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.json.JsonText;
import dev.airelay.transforms.reply.ChunkTemplate;
import dev.airelay.transforms.reply.ItemState;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Streams the calls of one completion: first a delta with id and name, then deltas with arguments only.
 *
 * <p>Calls are numbered without gaps in the order in which they are announced to the client; the official clients store them
 * in an array by that number. The legacy form has room for one call; it omits further ones.
 */
final class CallDeltas {

    private final ChatChunks chunks;
    private final ChatReplyOptions options;
    private final boolean legacy;
    private final String token;
    private final List<ChunkTemplate> templates = new ArrayList<>();

    CallDeltas(ChatChunks chunks, ChatReplyOptions options) {
        this.chunks = chunks;
        this.options = options;
        this.legacy = options.legacyFunctions();
        this.token = ChatReply.token(options);
    }

    /** Returns the finish reason for the calls so far. */
    FinishReason finishReason() {
        return templates.isEmpty() ? FinishReason.STOP : legacy ? FinishReason.FUNCTION_CALL : FinishReason.TOOL_CALLS;
    }

    /** Announces a call to the client. */
    void begin(ItemState call) {
        if (legacy && !templates.isEmpty()) {
            return;
        }
        call.show(templates.size());
        chunks.delta(first(call));
        templates.add(chunks.template(later(call)));
    }

    /** Writes a piece of a call's arguments, unless the call was omitted. */
    void more(ItemState call, JsonText text) {
        if (call.shown()) {
            chunks.fill(templates.get(call.clientIndex()), text);
        }
    }

    private ObjectNode first(ItemState call) {
        if (legacy) {
            return legacyDelta(Json.object().put("name", call.name()).put("arguments", ""));
        }
        ObjectNode entry = Json.object().put("index", call.clientIndex()).put("id", call.callId(token));
        if (options.asFunction(call.kind())) {
            entry.put("type", "function");
            entry.putObject("function").put("name", call.name()).put("arguments", "");
        } else {
            entry.put("type", "custom");
            entry.putObject("custom").put("name", call.name()).put("input", "");
        }
        return toolDelta(entry);
    }

    private ObjectNode later(ItemState call) {
        if (legacy) {
            return legacyDelta(Json.object().put("arguments", ChunkTemplate.MARK));
        }
        ObjectNode entry = Json.object().put("index", call.clientIndex());
        if (options.asFunction(call.kind())) {
            entry.putObject("function").put("arguments", ChunkTemplate.MARK);
        } else {
            entry.putObject("custom").put("input", ChunkTemplate.MARK);
        }
        return toolDelta(entry);
    }

    private static ObjectNode legacyDelta(ObjectNode call) {
        ObjectNode delta = Json.object();
        delta.set("function_call", call);
        return delta;
    }

    private static ObjectNode toolDelta(ObjectNode entry) {
        ObjectNode delta = Json.object();
        delta.putArray("tool_calls").add(entry);
        return delta;
    }
}
