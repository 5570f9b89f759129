package dev.airelay.transforms.reply;

import dev.airelay.transforms.json.JsonText;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One text of a complete item.
 *
 * @param channel its channel
 * @param index the upstream's index of the part, 0 if there are no parts
 * @param text the whole text
 * @param holder the part, or the item if there are no parts
 */
public record ItemText(Channel channel, int index, JsonText text, ObjectNode holder) {

    /** Returns the texts of an item in their order. */
    public static List<ItemText> of(ObjectNode item) {
        List<ItemText> texts = new ArrayList<>();
        switch (ItemKind.of(item.path("type").stringValue(""))) {
            case MESSAGE -> parts(item.path("content"), texts);
            case REASONING -> {
                parts(item.path("summary"), texts);
                parts(item.path("content"), texts);
            }
            case FUNCTION_CALL -> single(Channel.ARGUMENTS, item, texts);
            case CUSTOM_TOOL_CALL -> single(Channel.INPUT, item, texts);
            default -> {
                // Items of other kinds are not streamed as text.
            }
        }
        return texts;
    }

    private static void parts(JsonNode parts, List<ItemText> texts) {
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) instanceof ObjectNode part) {
                Channel channel = Channel.ofPart(part.path("type").stringValue(""));
                if (channel != null) {
                    texts.add(new ItemText(channel, i, text(channel, part), part));
                }
            }
        }
    }

    private static void single(Channel channel, ObjectNode item, List<ItemText> texts) {
        JsonText text = text(channel, item);
        if (!channel.saysNothing(text)) {
            texts.add(new ItemText(channel, 0, text, item));
        }
    }

    private static JsonText text(Channel channel, ObjectNode holder) {
        return JsonText.of(words(holder.path(channel.member().text())));
    }

    /** Returns a text, or a value of another type as JSON: some upstreams send the arguments of a call as an object. */
    static String words(JsonNode value) {
        return value.isContainer() ? value.toString() : value.stringValue("");
    }
}
