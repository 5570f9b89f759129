package dev.airelay.transforms.chat;

import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.reply.Channel;
import dev.airelay.transforms.reply.ItemKind;
import dev.airelay.transforms.reply.ItemText;
import dev.airelay.transforms.reply.StopScanner;
import dev.airelay.transforms.spi.ReasoningExposure;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Builds one chat message from the output items of a turn. */
final class MessageBuilder {

    private record Cited(JsonNode annotation, int shift) {}

    private final ChatReplyOptions options;
    private final StopScanner stops;
    private final StringBuilder content = new StringBuilder();
    private int contentCodePoints;
    private final StringBuilder refusal = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final List<Cited> cited = new ArrayList<>();
    private final ArrayNode calls = Json.array();
    private final ArrayNode details = Json.array();
    private int detailed;

    MessageBuilder(ChatReplyOptions options) {
        this.options = options;
        this.stops = new StopScanner(options.stops());
    }

    /** Adds one complete item. Chat has no place for items of hosted tools, and nothing follows a stop sequence. */
    void add(ObjectNode item) {
        ItemKind kind = ItemKind.of(Json.text(item, "type"));
        if (kind.clientCall() && !cut()) {
            pause();
            calls.add(call(item, kind));
            return;
        }
        for (ItemText text : ItemText.of(item)) {
            if (!cut()) {
                add(text);
            }
        }
        if (kind == ItemKind.REASONING && !cut() && options.reasoning() == ReasoningExposure.REASONING_DETAILS) {
            addDetails(item);
        }
    }

    private void addDetails(ObjectNode item) {
        List<ObjectNode> entries = ReasoningDetails.of(item, detailed);
        detailed += entries.isEmpty() ? 0 : 1;
        details.addAll(entries);
    }

    private void add(ItemText text) {
        switch (text.channel()) {
            case TEXT -> text(text);
            case REFUSAL -> {
                endThinking();
                refusal.append(text.text());
            }
            case SUMMARY ->
                reasoning
                        .append(reasoning.isEmpty() || text.text().isEmpty() ? "" : ChatChoice.PART_BREAK)
                        .append(text.text());
            default -> {
                // Chat has no place for raw reasoning.
            }
        }
    }

    /** Ends a section of the content that a stop sequence may span. */
    private void pause() {
        endThinking();
        say(stops.flush());
    }

    private void say(CharSequence text) {
        boolean joins = !text.isEmpty()
                && !content.isEmpty()
                && Character.isSurrogatePair(content.charAt(content.length() - 1), text.charAt(0));
        contentCodePoints += Character.codePointCount(text, 0, text.length()) - (joins ? 1 : 0);
        content.append(text);
    }

    /** Adds the reasoning so far to the content, if it belongs there. */
    private void endThinking() {
        if (options.reasoning() == ReasoningExposure.THINK_TAGS && !reasoning.isEmpty()) {
            say(stops.flush());
            say(ThinkTags.OPEN);
            say(reasoning);
            say(ThinkTags.CLOSE);
            reasoning.setLength(0);
        }
    }

    private void text(ItemText text) {
        endThinking();
        int shift = contentCodePoints + stops.heldCodePoints();
        for (JsonNode annotation : text.holder().path("annotations")) {
            cited.add(new Cited(annotation, shift));
        }
        say(stops.feed(text.text().toString()));
    }

    private ObjectNode call(ObjectNode item, ItemKind kind) {
        boolean function = options.asFunction(kind);
        String shape = function ? "function" : "custom";
        String given = Json.text(item, Channel.ofCall(kind).member().text());
        ObjectNode call = Json.object().put("id", Json.text(item, "call_id")).put("type", shape);
        call.putObject(shape).put("name", Json.text(item, "name")).put(function ? "arguments" : "input", given);
        return call;
    }

    private static ObjectNode legacyCall(JsonNode call) {
        JsonNode function = call.path(Json.text(call, "type"));
        String text = function.has("input") ? "input" : "arguments";
        return Json.object().put("name", Json.text(function, "name")).put("arguments", Json.text(function, text));
    }

    /** Returns whether a stop sequence ended the message. */
    boolean cut() {
        return stops.matched();
    }

    FinishReason finishReason() {
        return cut() || calls.isEmpty()
                ? FinishReason.STOP
                : options.legacyFunctions() ? FinishReason.FUNCTION_CALL : FinishReason.TOOL_CALLS;
    }

    /** Returns the message; nothing can be added after that. */
    ObjectNode finished() {
        pause();
        boolean replaced = content.isEmpty() && (!calls.isEmpty() || !refusal.isEmpty());
        ObjectNode message = Json.object()
                .put("role", "assistant")
                .put("content", replaced ? null : content.toString())
                .put("refusal", refusal.isEmpty() ? null : refusal.toString());
        if (options.reasoning().visible() && !reasoning.isEmpty()) {
            message.put(options.reasoning().textMember(), reasoning.toString());
        }
        if (!details.isEmpty()) {
            ReasoningDetails.in(message, details);
        }
        ChatAnnotations annotations = new ChatAnnotations(cut() ? contentCodePoints : Integer.MAX_VALUE);
        cited.forEach(citation -> annotations.add(citation.annotation(), citation.shift()));
        message.set("annotations", annotations.toNode());
        if (!calls.isEmpty() && options.legacyFunctions()) {
            message.set("function_call", legacyCall(calls.get(0)));
        } else if (!calls.isEmpty()) {
            message.set("tool_calls", calls);
        }
        return message;
    }
}
