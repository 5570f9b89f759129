package dev.airelay.transforms.chat;

import dev.airelay.transforms.json.JsonText;
import dev.airelay.transforms.reply.Choice;
import dev.airelay.transforms.reply.EndReason;
import dev.airelay.transforms.reply.ItemState;
import dev.airelay.transforms.reply.PartState;
import dev.airelay.transforms.reply.StopScanner;
import dev.airelay.transforms.spi.ReasoningExposure;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One choice of a chat stream.
 *
 * <pre>
 *   role → (content | reasoning | refusal | calls)* → annotations? → finish
 * </pre>
 */
final class ChatChoice implements Choice {

    /** Stands between two parts of a reasoning summary. */
    static final String PART_BREAK = "\n\n";

    private static final String CONTENT = "content";
    private static final JsonText ESCAPED_PART_BREAK = JsonText.of(PART_BREAK);
    private static final JsonText THINK = JsonText.of(ThinkTags.OPEN);
    private static final JsonText THOUGHT = JsonText.of(ThinkTags.CLOSE);

    private final ChatChunks chunks;
    private final CallDeltas calls;
    private final ReasoningExposure reasoning;
    private final @Nullable StopScanner stops;
    private final Citations citations = new Citations();
    private @Nullable PartState lastText;
    private @Nullable PartState lastSummary;
    private boolean thinking;
    private boolean cut;

    ChatChoice(ChatChunks chunks, ChatReplyOptions options) {
        this.chunks = chunks;
        this.calls = new CallDeltas(chunks, options.legacyFunctions(), ChatReply.token(options));
        this.reasoning = options.reasoning();
        this.stops = options.stops().isEmpty() ? null : new StopScanner(options.stops());
    }

    @Override
    public void begin() {
        chunks.role();
    }

    @Override
    public void call(ItemState call) {
        pause();
        calls.begin(call);
    }

    @Override
    public void text(ItemState item, PartState part, JsonText text) {
        switch (part.channel()) {
            case TEXT -> {
                endThinking();
                if (part != lastText) {
                    lastText = part;
                    citations.began(item, part);
                }
                content(text);
            }
            case REFUSAL -> {
                endThinking();
                chunks.text("refusal", text);
            }
            case SUMMARY -> summary(part, text);
            case ARGUMENTS, INPUT -> calls.more(item, text);
            case REASONING -> {
                // Raw reasoning has no place in chat.
            }
        }
    }

    private void content(JsonText text) {
        if (stops == null) {
            chunks.text(CONTENT, text);
        } else {
            written(stops.feed(text.units()));
            cut = stops.matched();
        }
    }

    /** Writes what may have been the beginning of a stop sequence. */
    private void flush() {
        if (stops != null) {
            written(stops.flush());
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
                    flush();
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
    private void pause() {
        endThinking();
        flush();
    }

    @Override
    public boolean cut() {
        return cut;
    }

    @Override
    public void close() {
        pause();
        ObjectNode annotations = citations.delta(cut);
        if (!annotations.isEmpty()) {
            chunks.delta(annotations);
        }
    }

    @Override
    public void finish(EndReason reason) {
        chunks.finish(FinishReason.of(reason, cut ? FinishReason.STOP : calls.finishReason()));
    }
}
