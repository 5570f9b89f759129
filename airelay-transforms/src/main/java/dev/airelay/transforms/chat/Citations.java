package dev.airelay.transforms.chat;

import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.reply.ItemState;
import dev.airelay.transforms.reply.ItemText;
import dev.airelay.transforms.reply.PartState;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The annotations of a streamed choice, and the positions of their texts in its content. */
final class Citations {

    private record Shown(ItemState item, PartState part, int asides) {}

    private final Map<PartState, Shown> texts = new LinkedHashMap<>();
    private int asides;
    private int shown;

    /** Records that content of another part follows. */
    void began(ItemState item, PartState part) {
        texts.putIfAbsent(part, new Shown(item, part, asides));
    }

    /** Records that the relay itself added characters to the content. */
    void aside(int codePoints) {
        asides += codePoints;
    }

    /** Records written content, of which some may still be held back. */
    void shown(String text) {
        shown += text.codePointCount(0, text.length());
    }

    /**
     * Returns the delta with all annotations; empty when there are none.
     *
     * @param cut whether the content ends before the texts do, so that only the written part can be annotated
     */
    ObjectNode delta(boolean cut) {
        ChatAnnotations annotations = new ChatAnnotations(cut ? shown + asides : Integer.MAX_VALUE);
        int shift = 0;
        Map<ItemState, Map<PartState, JsonNode>> whole = new HashMap<>();
        for (Shown text : texts.values()) {
            Map<PartState, JsonNode> ofItem = whole.computeIfAbsent(text.item(), Citations::ofWholeItem);
            JsonNode found = ofItem.get(text.part());
            for (JsonNode annotation : found == null ? text.part().annotations() : found) {
                annotations.add(annotation, shift + text.asides());
            }
            shift += text.part().text().codePoints();
        }
        ObjectNode delta = Json.object();
        if (!annotations.toNode().isEmpty()) {
            delta.set("annotations", annotations.toNode());
        }
        return delta;
    }

    /** Returns the annotations in the complete item, by their part. */
    private static Map<PartState, JsonNode> ofWholeItem(ItemState item) {
        Map<PartState, JsonNode> annotations = new HashMap<>();
        ObjectNode done = item.streamedWhole() ? null : item.done();
        if (done != null) {
            for (ItemText text : ItemText.of(done)) {
                JsonNode ofText = text.holder().path("annotations");
                if (ofText.isArray() && !ofText.isEmpty()) {
                    annotations.putIfAbsent(item.part(text), ofText);
                }
            }
        }
        return annotations;
    }
}
