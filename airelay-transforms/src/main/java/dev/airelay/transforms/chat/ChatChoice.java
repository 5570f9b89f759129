package dev.airelay.transforms.chat;

import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.json.JsonText;
import dev.airelay.transforms.reply.Choice;
import dev.airelay.transforms.reply.EndReason;
import dev.airelay.transforms.reply.ItemKind;
import dev.airelay.transforms.reply.ItemState;
import dev.airelay.transforms.reply.PartState;
import dev.airelay.transforms.reply.StopScanner;
import dev.airelay.transforms.spi.ReasoningExposure;
import java.util.HashMap;
import java.util.Map;
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
    private @Nullable ItemState lastReasoning;
    /** The reasoning items that have details, with their indexes. */
    private final Map<ItemState, Integer> detailed = new HashMap<>();

    private final String token;
    private boolean thinking;
    private boolean cut;

    ChatChoice(ChatChunks chunks, ChatReplyOptions options) {
        this.chunks = chunks;
        this.calls = new CallDeltas(chunks, options);
        this.token = ChatReply.token(options);
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
            case SUMMARY -> summary(item, part, text);
            case ARGUMENTS, INPUT -> calls.more(item, text);
            case REASONING -> {
                // Chat has no other place for raw reasoning.
                if (reasoning == ReasoningExposure.REASONING_DETAILS) {
                    chunks.delta(ReasoningDetails.delta(
                            ReasoningDetails.text(text.toString(), id(item), detailIndex(item))));
                }
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

    /** Writes the held-back beginning of a possible stop sequence. */
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

    @Override
    public void finished(ItemState item) {
        ObjectNode done = reasoning == ReasoningExposure.REASONING_DETAILS && item.kind() == ItemKind.REASONING
                ? item.done()
                : null;
        String encrypted = done == null ? "" : Json.text(done, "encrypted_content");
        if (!encrypted.isEmpty()) {
            chunks.delta(ReasoningDetails.delta(ReasoningDetails.encrypted(encrypted, id(item), detailIndex(item))));
        }
    }

    private String id(ItemState item) {
        return item.id(token).toString();
    }

    private int detailIndex(ItemState item) {
        return detailed.computeIfAbsent(item, first -> detailed.size());
    }

    private void summary(ItemState item, PartState part, JsonText text) {
        switch (reasoning) {
            case REASONING_DETAILS -> detailed(item, part, text.toString());
            case REASONING_CONTENT, REASONING -> member(reasoning.textMember(), part, text);
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
                // Hidden from the client.
            }
        }
    }

    /** Writes a piece of a summary as text and as a detail: clients read one or the other, and must not see it twice. */
    private void detailed(ItemState item, PartState part, String text) {
        boolean next = lastSummary != null && lastSummary != part;
        boolean within = next && item == lastReasoning;
        lastSummary = part;
        lastReasoning = item;
        ObjectNode delta = Json.object().put(reasoning.textMember(), (next ? PART_BREAK : "") + text);
        String summary = (within ? PART_BREAK : "") + text;
        chunks.delta(ReasoningDetails.in(
                delta, Json.array().add(ReasoningDetails.summary(summary, id(item), detailIndex(item)))));
    }

    private void member(String name, PartState part, JsonText text) {
        if (lastSummary != null && lastSummary != part) {
            chunks.text(name, ESCAPED_PART_BREAK);
        }
        lastSummary = part;
        chunks.text(name, text);
    }

    /** Writes content that is not the model's output, which shifts later citations. */
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

    /** Writes the held-back text, because something other than text follows, or nothing. */
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
