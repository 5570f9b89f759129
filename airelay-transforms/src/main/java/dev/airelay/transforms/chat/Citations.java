package dev.airelay.transforms.chat;

import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.reply.ItemText;
import dev.airelay.transforms.reply.ItemTrack;
import dev.airelay.transforms.reply.PartTrack;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The annotations of a streamed choice, and where in its content the texts stand that they belong to. */
final class Citations {

    private record Shown(ItemTrack item, PartTrack part, int asides) {}

    private final Map<PartTrack, Shown> texts = new LinkedHashMap<>();
    private @Nullable PartTrack last;
    private int asides;
    private int shown;

    /** Notes that content of this part follows. */
    void began(ItemTrack item, PartTrack part) {
        if (part != last) {
            last = part;
            texts.putIfAbsent(part, new Shown(item, part, asides));
        }
    }

    /** Notes that the relay itself put characters into the content. */
    void aside(int codePoints) {
        asides += codePoints;
    }

    /** Notes content that was written although some may still be held back. */
    void shown(String text) {
        shown += text.codePointCount(0, text.length());
    }

    /**
     * Returns the delta with all annotations; empty when there are none.
     *
     * @param cut whether the content ends before the texts do, so that only what was shown can be annotated
     */
    ObjectNode delta(boolean cut) {
        ChatAnnotations annotations = new ChatAnnotations(cut ? shown + asides : Integer.MAX_VALUE);
        Map<PartTrack, JsonNode> complete = inCompleteItems();
        int shift = 0;
        for (Shown text : texts.values()) {
            JsonNode whole = complete.get(text.part());
            for (JsonNode annotation : whole == null ? text.part().annotations() : whole) {
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

    /** Returns the annotations that the complete items have, by the part that they belong to. */
    private Map<PartTrack, JsonNode> inCompleteItems() {
        Set<ItemTrack> items = new LinkedHashSet<>();
        texts.values().forEach(text -> items.add(text.item()));
        Map<PartTrack, JsonNode> found = new HashMap<>();
        for (ItemTrack item : items) {
            ObjectNode done = item.done();
            for (ItemText text : done == null ? List.<ItemText>of() : ItemText.of(done)) {
                JsonNode annotations = text.holder().path("annotations");
                if (annotations.isArray() && !annotations.isEmpty()) {
                    found.putIfAbsent(item.part(text), annotations);
                }
            }
        }
        return found;
    }
}
