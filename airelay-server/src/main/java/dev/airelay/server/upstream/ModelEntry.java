package dev.airelay.server.upstream;

import dev.airelay.backend.account.Model;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A model as the models routes show it: OpenAI's four members, and its capabilities under {@code airelay}. */
public final class ModelEntry {

    private static final String TIERS = "service_tiers";
    private static final String TIER_ID = "id";
    private static final String PRIORITY = "priority";
    private static final String VERBOSITY = "support_verbosity";
    private static final String DEFAULT_VERBOSITY = "default_verbosity";
    private static final String PARALLEL = "supports_parallel_tool_calls";
    private static final String MAX_WINDOW = "max_context_window";

    private ModelEntry() {}

    /**
     * Shows a model of the upstream's catalog.
     *
     * @param listed whether it is among those that are advertised
     */
    public static ObjectNode of(Model model, boolean listed) {
        ObjectNode entry = named(model.slug());
        ObjectNode block = entry.putObject("airelay").put("source", "upstream").put("listed", listed);
        model.displayName().ifPresent(name -> block.put("display_name", name));
        model.contextWindow().ifPresent(tokens -> {
            block.put("context_window", tokens);
            // The name that model pickers of other relays expect.
            entry.put("context_length", tokens);
        });
        copyNumber(model.json(), MAX_WINDOW, block);
        model.minimalClientVersion().ifPresent(version -> block.put("minimal_client_version", version));
        putTexts(block, "input_modalities", model.inputModalities());
        ObjectNode reasoning = block.putObject("reasoning").put("parameter", "reasoning_effort");
        putTexts(reasoning, "efforts", model.supportedEfforts());
        reasoning.put("default", model.defaultEffort().orElse(null));
        copyFlag(model.json(), VERBOSITY, block, "verbosity");
        JsonNode verbosity = model.json().path(DEFAULT_VERBOSITY);
        if (verbosity.isString()) {
            block.put("default_verbosity", verbosity.stringValue());
        }
        copyFlag(model.json(), PARALLEL, block, "parallel_tool_calls");
        block.put("priority_tier", hasPriorityTier(model));
        return entry;
    }

    /** Shows a model of which only the name is known. */
    public static ObjectNode ofName(String id) {
        ObjectNode entry = named(id);
        entry.putObject("airelay").put("source", "configuration").put("listed", true);
        return entry;
    }

    /** Returns false if the model is known to have no priority tier. */
    static boolean hasPriorityTier(Model model) {
        JsonNode tiers = model.json().path(TIERS);
        return !tiers.isArray()
                || tiers.values().stream()
                        .anyMatch(tier -> tier.path(TIER_ID).asString("").equals(PRIORITY));
    }

    private static ObjectNode named(String id) {
        // The upstream reports no creation time; the member is required, so it is zero.
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("object", "model")
                .put("created", 0)
                .put("owned_by", "openai");
    }

    private static void putTexts(ObjectNode node, String name, List<String> texts) {
        ArrayNode array = node.putArray(name);
        texts.forEach(array::add);
    }

    private static void copyNumber(ObjectNode from, String name, ObjectNode to) {
        if (from.path(name).canConvertToLong()) {
            to.put(name, from.path(name).longValue());
        }
    }

    private static void copyFlag(ObjectNode from, String name, ObjectNode to, String shown) {
        if (from.path(name).isBoolean()) {
            to.put(shown, from.path(name).booleanValue());
        }
    }
}
