package dev.airelay.transforms.reply;

import dev.airelay.transforms.json.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Truncates the items of a turn before a stop sequence, like the client's text. A sequence may span messages, but not calls,
 * nor reasoning inside the client's text.
 *
 * @param stops none of them empty
 * @param reasoningInText whether the client gets summaries of reasoning inside its text
 */
record StoppedText(List<String> stops, boolean reasoningInText) {

    /** Returns the items before the first sequence, the last of them truncated; the items themselves are changed. */
    List<ObjectNode> cut(List<ObjectNode> items) {
        if (stops.isEmpty()) {
            return items;
        }
        List<ObjectNode> kept = new ArrayList<>();
        List<ObjectNode> stretch = new ArrayList<>();
        for (ObjectNode item : items) {
            if (separates(item)) {
                if (cutStretch(stretch, kept)) {
                    return kept;
                }
                stretch.clear();
                kept.add(item);
            } else {
                stretch.add(item);
            }
        }
        cutStretch(stretch, kept);
        return kept;
    }

    private boolean separates(ObjectNode item) {
        return ItemKind.of(Json.text(item, "type")).clientCall()
                || (reasoningInText
                        && ItemText.of(item).stream()
                                .anyMatch(text -> text.channel() == Channel.SUMMARY
                                        && !text.text().isEmpty()));
    }

    /** Adds the items up to a sequence to {@code kept}; returns whether there was one. */
    private boolean cutStretch(List<ObjectNode> stretch, List<ObjectNode> kept) {
        StringBuilder all = new StringBuilder();
        for (ObjectNode item : stretch) {
            texts(item).forEach(text -> all.append(text.text()));
        }
        StopScanner scanner = new StopScanner(stops);
        int visible = scanner.feed(all.toString()).length();
        if (!scanner.matched()) {
            kept.addAll(stretch);
            return false;
        }
        for (ObjectNode item : stretch) {
            int length = texts(item).stream()
                    .mapToInt(text -> text.text().toString().length())
                    .sum();
            if (length > visible) {
                cutItem(item, visible);
                if (visible > 0) {
                    kept.add(item);
                }
                return true;
            }
            visible -= length;
            kept.add(item);
        }
        return true;
    }

    private static void cutItem(ObjectNode item, int length) {
        int left = length;
        ArrayNode content = Json.array();
        for (ItemText text : texts(item)) {
            String cut = text.text().toString();
            cut = cut.substring(0, Math.min(left, cut.length()));
            left -= cut.length();
            if (!cut.isEmpty()) {
                content.add(ItemForm.part(Channel.TEXT, cut));
            }
        }
        item.set("content", content);
    }

    private static List<ItemText> texts(ObjectNode item) {
        return ItemText.of(item).stream()
                .filter(text -> text.channel() == Channel.TEXT)
                .toList();
    }
}
