package dev.airelay.transforms.reply;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The summed usage of several calls. A prompt counts once for all its choices, as in OpenAI's API; output counts for every
 * choice.
 */
public final class UsageSum {

    private static final String PROMPT = "prompt_tokens";
    private static final String COMPLETION = "completion_tokens";
    private static final String TOTAL = "total_tokens";
    private static final List<String> DETAILS = List.of("prompt_tokens_details", "completion_tokens_details");

    private final int choicesPerPrompt;
    private final List<Optional<ObjectNode>> counted = new ArrayList<>();

    /**
     * Creates an empty sum.
     *
     * @param choices number of calls
     * @param choicesPerPrompt number of adjacent choices with the same prompt
     */
    public UsageSum(int choices, int choicesPerPrompt) {
        this.choicesPerPrompt = choicesPerPrompt;
        for (int i = 0; i < choices; i++) {
            counted.add(Optional.empty());
        }
    }

    /** Adds the usage of the call of this index; empty if the upstream reported none. */
    public void add(int index, Optional<ObjectNode> usage) {
        counted.set(index, usage);
    }

    /** Returns the total usage; empty unless every call's is known, because none is invented. */
    public Optional<ObjectNode> total() {
        if (counted.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        ObjectNode total = counted.get(0).orElseThrow().deepCopy();
        for (int i = 1; i < counted.size(); i++) {
            ObjectNode usage = counted.get(i).orElseThrow();
            add(total, usage, COMPLETION);
            add(total.withObject(DETAILS.get(1)), usage.path(DETAILS.get(1)));
            if (i % choicesPerPrompt == 0) {
                add(total, usage, PROMPT);
                add(total.withObject(DETAILS.get(0)), usage.path(DETAILS.get(0)));
            }
        }
        if (counted.size() > 1) {
            total.put(
                    TOTAL, total.path(PROMPT).asLong(0) + total.path(COMPLETION).asLong(0));
        }
        return Optional.of(total);
    }

    private static void add(ObjectNode total, JsonNode usage) {
        usage.propertyNames().forEach(name -> add(total, usage, name));
    }

    private static void add(ObjectNode total, JsonNode usage, String name) {
        total.put(name, total.path(name).asLong(0) + usage.path(name).asLong(0));
    }
}
