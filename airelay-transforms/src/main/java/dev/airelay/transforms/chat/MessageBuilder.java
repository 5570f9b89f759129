package dev.airelay.transforms.chat;

import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.reply.ItemKind;
import dev.airelay.transforms.reply.ItemText;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes one chat message of the output items of a turn. */
final class MessageBuilder {

    private final ChatReplyOptions options;
    private final StringBuilder content = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final ChatAnnotations annotations = new ChatAnnotations();
    private final ArrayNode calls = Json.array();

    MessageBuilder(ChatReplyOptions options) {
        this.options = options;
    }

    /** Adds one complete item. Items of hosted tools have no place in chat. */
    void add(ObjectNode item) {
        ItemKind kind = ItemKind.of(Json.text(item, "type"));
        if (kind.clientCall()) {
            calls.add(call(item, kind));
            return;
        }
        for (ItemText text : ItemText.of(item)) {
            switch (text.channel()) {
                case TEXT -> text(text);
                case REFUSAL -> refusal.append(text.text());
                case SUMMARY ->
                    reasoning
                            .append(reasoning.isEmpty() || text.text().isEmpty() ? "" : VisibleText.PART_BREAK)
                            .append(text.text());
                default -> {
                    // Raw reasoning has no place in chat.
                }
            }
        }
    }

    private void text(ItemText text) {
        int shift = content.codePointCount(0, content.length());
        for (JsonNode annotation : text.holder().path("annotations")) {
            annotations.add(annotation, shift);
        }
        content.append(text.text());
    }

    private ObjectNode call(ObjectNode item, ItemKind kind) {
        boolean function = kind == ItemKind.FUNCTION_CALL;
        String shape = function ? "function" : "custom";
        ObjectNode call = Json.object().put("id", Json.text(item, "call_id")).put("type", shape);
        String text = function ? "arguments" : "input";
        call.putObject(shape).put("name", Json.text(item, "name")).put(text, Json.text(item, text));
        return call;
    }

    private static ObjectNode legacyCall(JsonNode call) {
        JsonNode function = call.path(Json.text(call, "type"));
        String text = function.has("input") ? "input" : "arguments";
        return Json.object().put("name", Json.text(function, "name")).put("arguments", Json.text(function, text));
    }

    FinishReason finishReason() {
        return calls.isEmpty()
                ? FinishReason.STOP
                : options.legacyFunctions() ? FinishReason.FUNCTION_CALL : FinishReason.TOOL_CALLS;
    }

    ObjectNode toNode() {
        boolean replaced = content.isEmpty() && (!calls.isEmpty() || !refusal.isEmpty());
        ObjectNode message = Json.object()
                .put("role", "assistant")
                .put("content", replaced ? null : content.toString())
                .put("refusal", refusal.isEmpty() ? null : refusal.toString());
        if (options.reasoningContent() && !reasoning.isEmpty()) {
            message.put("reasoning_content", reasoning.toString());
        }
        message.set("annotations", annotations.toNode());
        if (!calls.isEmpty() && options.legacyFunctions()) {
            message.set("function_call", legacyCall(calls.get(0)));
        } else if (!calls.isEmpty()) {
            message.set("tool_calls", calls);
        }
        return message;
    }
}
