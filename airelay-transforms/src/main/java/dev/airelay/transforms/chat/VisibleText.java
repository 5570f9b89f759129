package dev.airelay.transforms.chat;

import dev.airelay.transforms.json.JsonText;
import dev.airelay.transforms.reply.ItemState;
import dev.airelay.transforms.reply.PartState;
import dev.airelay.transforms.reply.StopScanner;
import dev.airelay.transforms.spi.ReasoningExposure;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Streams the texts of one choice: all message parts one after the other, refusals, and reasoning summaries. */
final class VisibleText {

    /** Stands between two parts of a reasoning summary. */
    static final String PART_BREAK = "\n\n";

    private static final String CONTENT = "content";
    private static final JsonText ESCAPED_PART_BREAK = JsonText.of(PART_BREAK);
    private static final JsonText THINK = JsonText.of(ThinkTags.OPEN);
    private static final JsonText THOUGHT = JsonText.of(ThinkTags.CLOSE);

    private final ChatChunks chunks;
    private final ReasoningExposure reasoning;
    private final StopScanner stops;
    private final Citations citations = new Citations();
    private @Nullable PartState lastSummary;
    private boolean thinking;

    VisibleText(ChatChunks chunks, ChatReplyOptions options) {
        this.chunks = chunks;
        this.reasoning = options.reasoning();
        this.stops = new StopScanner(options.stops());
    }

    void show(ItemState item, PartState part, JsonText text) {
        switch (part.channel()) {
            case TEXT -> {
                endThinking();
                citations.began(item, part);
                content(text);
            }
            case REFUSAL -> {
                endThinking();
                chunks.text("refusal", text);
            }
            case SUMMARY -> summary(part, text);
            default -> {
                // Raw reasoning has no place in chat.
            }
        }
    }

    private void content(JsonText text) {
        if (stops.idle()) {
            chunks.text(CONTENT, text);
        } else {
            written(stops.feed(text.units()));
        }
    }

    private void written(String text) {
        if (!text.isEmpty()) {
            citations.shown(text);
            chunks.text(CONTENT, JsonText.of(text));
        }
    }

    private void summary(PartState part, JsonText text) {
        switch (reasoning) {
            case REASONING_CONTENT, REASONING -> member(reasoning.wireName(), part, text);
            case THINK_TAGS -> {
                if (!thinking) {
                    written(stops.flush());
                    thinking = true;
                    lastSummary = null;
                    aside(THINK);
                }
                boolean next = lastSummary != null && lastSummary != part;
                lastSummary = part;
                if (next) {
                    aside(ESCAPED_PART_BREAK);
                }
                aside(text);
            }
            case NONE -> {
                // Kept from the client.
            }
        }
    }

    private void member(String name, PartState part, JsonText text) {
        if (lastSummary != null && lastSummary != part) {
            chunks.text(name, ESCAPED_PART_BREAK);
        }
        lastSummary = part;
        chunks.text(name, text);
    }

    /** Writes content that is not the model's output, which moves the citations behind it. */
    private void aside(JsonText text) {
        citations.aside(text.codePoints());
        chunks.text(CONTENT, text);
    }

    private void endThinking() {
        if (thinking) {
            thinking = false;
            aside(THOUGHT);
        }
    }

    /** Writes what was held back, because something else than text follows, or nothing. */
    void pause() {
        endThinking();
        written(stops.flush());
    }

    /** Returns whether a stop sequence ended the text. */
    boolean cut() {
        return stops.matched();
    }

    /** Returns the delta with the annotations of all texts; empty when there are none. */
    ObjectNode annotations() {
        return citations.delta(cut());
    }
}
