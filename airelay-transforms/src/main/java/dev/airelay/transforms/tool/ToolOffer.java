package dev.airelay.transforms.tool;

import dev.airelay.base.JsonTrees;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The tools of one request in the upstream's form, and the possible tool choices. */
public final class ToolOffer {

    private final ArrayNode tools = JsonTrees.nodes().arrayNode();
    private final Map<String, Set<String>> namesByType = new HashMap<>();
    private boolean inConversation;

    /** Offers a tool. */
    public void add(ObjectNode tool) {
        tools.add(tool);
        index(tool);
    }

    /** Records that the input offers tools too, for example after the model has searched for some. */
    public void offeredInConversation() {
        inConversation = true;
    }

    /** Returns whether the request itself offers tools. */
    public boolean hasOwn() {
        return !tools.isEmpty();
    }

    /** Returns true if there is nothing that the model could call. */
    public boolean isEmpty() {
        return tools.isEmpty() && !inConversation;
    }

    /** Returns the tools, possibly none. */
    ArrayNode tools() {
        return tools;
    }

    /** Returns false when it is certain that no tool has this type. */
    boolean mayHave(String type) {
        return inConversation || namesByType.containsKey(type);
    }

    /** Returns false when it is certain that no tool has this type and name. */
    boolean mayHave(String type, String name) {
        return inConversation || namesByType.getOrDefault(type, Set.of()).contains(name);
    }

    /** Removes deferred loading from all tools; returns whether one had it. */
    boolean withoutDeferral() {
        return withoutDeferral(tools);
    }

    private static boolean withoutDeferral(JsonNode list) {
        boolean any = false;
        for (JsonNode tool : list) {
            if (tool instanceof ObjectNode object && object.has(ToolShapes.DEFERRED)) {
                any |= object.remove(ToolShapes.DEFERRED).asBoolean(false);
            }
            any |= withoutDeferral(tool.path("tools"));
        }
        return any;
    }

    private void index(JsonNode tool) {
        namesByType
                .computeIfAbsent(tool.path("type").stringValue(""), absent -> new HashSet<>())
                .add(tool.path("name").stringValue(""));
        // A namespace groups other tools.
        tool.path("tools").forEach(this::index);
    }
}
