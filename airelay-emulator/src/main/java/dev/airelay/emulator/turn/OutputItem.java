package dev.airelay.emulator.turn;

import dev.airelay.emulator.common.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One output item of a planned turn, with everything its events are made of. */
public sealed interface OutputItem {
    /** The item's id, with the prefix of its type. */
    String id();

    /** A source quoted in a message: the characters {@code start..end} of its text are the citation. */
    record Citation(String url, String title, int start, int end) {}

    /** Assistant text; {@code phase} is {@code commentary}, {@code final_answer} or null. */
    record Message(String id, @Nullable String phase, String text, List<Citation> citations) implements OutputItem {}

    /** An assistant message whose only part is a refusal. */
    record RefusalMessage(String id, String text) implements OutputItem {}

    /** Reasoning: summary parts, raw text where a model exposes it, and the encrypted form when asked for. */
    record Reasoning(
            String id,
            List<String> summary,
            @Nullable String rawText,
            @Nullable String encrypted) implements OutputItem {}

    /** A call of a function tool; {@code namespace} names its group, if it has one. */
    record FunctionCall(
            String id, String callId, String name, @Nullable String namespace, String arguments)
            implements OutputItem {}

    /** A call of a free-text tool. */
    record CustomCall(String id, String callId, String name, String input) implements OutputItem {}

    /** A hosted web search; {@code action} is what it did: a search, or a look at a page. */
    record WebSearch(String id, ObjectNode action) implements OutputItem {}

    /** A compacted conversation. */
    record Compaction(String id, String encrypted) implements OutputItem {}

    /** An item of any kind, right or wrong, as a script gives it. */
    record Given(ObjectNode json) implements OutputItem {
        @Override
        public String id() {
            return Json.string(json, "id");
        }
    }

    /**
     * A hosted image generation.
     *
     * @param result the image in base64
     * @param drawing the appearance of the image; null when the request asked for none
     */
    record ImageGeneration(
            String id, String result, @Nullable Drawing drawing) implements OutputItem {}
}
