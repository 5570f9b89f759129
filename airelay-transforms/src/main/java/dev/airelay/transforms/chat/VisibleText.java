package dev.airelay.transforms.chat;

import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.json.JsonText;
import dev.airelay.transforms.reply.ItemText;
import dev.airelay.transforms.reply.ItemTrack;
import dev.airelay.transforms.reply.PartTrack;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Streams the texts of one completion: all message parts one after the other, refusals, and reasoning summaries. */
final class VisibleText {

    /** Stands between two parts of a reasoning summary. */
    static final String PART_BREAK = "\n\n";

    private static final JsonText ESCAPED_PART_BREAK = JsonText.of(PART_BREAK);

    private record Shown(ItemTrack item, PartTrack part) {}

    private final ChatChunks chunks;
    private final boolean reasoning;
    private final List<Shown> texts = new ArrayList<>();
    private @Nullable PartTrack lastText;
    private @Nullable PartTrack lastSummary;

    VisibleText(ChatChunks chunks, boolean reasoning) {
        this.chunks = chunks;
        this.reasoning = reasoning;
    }

    void show(ItemTrack item, PartTrack part, JsonText text) {
        switch (part.channel()) {
            case TEXT -> {
                if (part != lastText && texts.stream().noneMatch(shown -> shown.part() == part)) {
                    texts.add(new Shown(item, part));
                }
                lastText = part;
                chunks.text("content", text);
            }
            case REFUSAL -> chunks.text("refusal", text);
            case SUMMARY -> summary(part, text);
            default -> {
                // Raw reasoning has no place in chat.
            }
        }
    }

    private void summary(PartTrack part, JsonText text) {
        if (!reasoning) {
            return;
        }
        if (lastSummary != null && lastSummary != part) {
            chunks.text("reasoning_content", ESCAPED_PART_BREAK);
        }
        lastSummary = part;
        chunks.text("reasoning_content", text);
    }

    /** Returns the delta with the annotations of all texts; empty when there are none. */
    ObjectNode annotations() {
        ChatAnnotations annotations = new ChatAnnotations();
        int shift = 0;
        for (Shown shown : texts) {
            for (JsonNode annotation : annotations(shown)) {
                annotations.add(annotation, shift);
            }
            shift += shown.part().text().codePoints();
        }
        ObjectNode delta = Json.object();
        if (!annotations.toNode().isEmpty()) {
            delta.set("annotations", annotations.toNode());
        }
        return delta;
    }

    private static Iterable<? extends JsonNode> annotations(Shown shown) {
        ObjectNode done = shown.item().done();
        Optional<ArrayNode> whole = done == null
                ? Optional.empty()
                : ItemText.of(done).stream()
                        .filter(text -> shown.item().part(text) == shown.part())
                        .map(text -> text.holder().path("annotations"))
                        .filter(node -> node.isArray() && !node.isEmpty())
                        .map(node -> (ArrayNode) node)
                        .findFirst();
        return whole.isPresent() ? whole.get() : shown.part().annotations();
    }
}
