package dev.airelay.transforms.chat;

import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.reply.Channel;
import dev.airelay.transforms.reply.ItemText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The entries of {@code reasoning_details}, the form in which OpenRouter returns reasoning and clients send it back. All
 * entries of one reasoning item have its id and its index among the message's reasoning items. A stream has many entries for
 * one summary, which clients may join or send back unchanged.
 */
final class ReasoningDetails {

    static final String MEMBER = "reasoning_details";
    static final String SUMMARY = "reasoning.summary";
    static final String TEXT = "reasoning.text";
    static final String ENCRYPTED = "reasoning.encrypted";
    /** OpenRouter's name for the reasoning of OpenAI's models. */
    static final String FORMAT = "openai-responses-v1";

    private ReasoningDetails() {}

    /** Returns the entries of a complete reasoning item, possibly none. */
    static List<ObjectNode> of(ObjectNode item, int index) {
        String id = Json.text(item, "id");
        List<ObjectNode> entries = new ArrayList<>();
        String summary = joined(item, Channel.SUMMARY, ChatChoice.PART_BREAK);
        if (!summary.isEmpty()) {
            entries.add(summary(summary, id, index));
        }
        String text = joined(item, Channel.REASONING, "");
        if (!text.isEmpty()) {
            entries.add(text(text, id, index));
        }
        String encrypted = Json.text(item, "encrypted_content");
        if (!encrypted.isEmpty()) {
            entries.add(encrypted(encrypted, id, index));
        }
        return entries;
    }

    private static String joined(ObjectNode item, Channel channel, String separator) {
        return ItemText.of(item).stream()
                .filter(part -> part.channel() == channel && !part.text().isEmpty())
                .map(part -> part.text().toString())
                .collect(Collectors.joining(separator));
    }

    /** Returns a piece of a summary. */
    static ObjectNode summary(String text, String id, int index) {
        return entry(SUMMARY, "summary", text, id, index);
    }

    /** Returns a piece of the reasoning itself. */
    static ObjectNode text(String text, String id, int index) {
        return entry(TEXT, "text", text, id, index);
    }

    /** Returns the encrypted form of a whole item. */
    static ObjectNode encrypted(String data, String id, int index) {
        return entry(ENCRYPTED, "data", data, id, index);
    }

    /** Returns a delta with one entry. */
    static ObjectNode delta(ObjectNode entry) {
        return in(Json.object(), Json.array().add(entry));
    }

    /** Puts the entries into a message or delta; returns it. */
    static ObjectNode in(ObjectNode message, ArrayNode entries) {
        message.set(MEMBER, entries);
        return message;
    }

    private static ObjectNode entry(String type, String member, String value, String id, int index) {
        return Json.object()
                .put("type", type)
                .put(member, value)
                .put("id", id)
                .put("format", FORMAT)
                .put("index", index);
    }
}
