package dev.airelay.server;

import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives every tool use of a random conversation of Anthropic's its result, which no schema can demand, and every tool a name of
 * its own; drops results without a use. The last message is a user's.
 */
final class PairedToolUses {
    private static final String TYPE = "type";
    private static final String ROLE = "role";
    private static final String CONTENT = "content";

    private final Function<String, JsonNode> definitions;
    private int uses;

    /**
     * Creates it.
     *
     * @param definitions makes a random value of a definition
     */
    PairedToolUses(Function<String, JsonNode> definitions) {
        this.definitions = definitions;
    }

    /** Pairs the calls of a request, in place. */
    ObjectNode pair(ObjectNode request) {
        ArrayNode paired = JsonNodeFactory.instance.arrayNode();
        for (JsonNode message : request.path("messages")) {
            paired.add(message);
            ArrayNode results = JsonNodeFactory.instance.arrayNode();
            if (message.path(CONTENT) instanceof ArrayNode blocks) {
                boolean assistant = message.path(ROLE).stringValue("").equals("assistant");
                keepWhatBelongs(blocks, assistant);
                if (assistant) {
                    blocks.forEach(block -> answer(block, results));
                }
            }
            if (!results.isEmpty()) {
                paired.addObject().put(ROLE, "user").set(CONTENT, results);
            }
        }
        paired.addObject().put(ROLE, "user").put(CONTENT, "hello");
        request.set("messages", paired);
        nameTools(request.path("tools"));
        return request;
    }

    /** The schema allows every block in every message. */
    private static void keepWhatBelongs(ArrayNode blocks, boolean assistant) {
        for (int i = blocks.size() - 1; i >= 0; i--) {
            String type = blocks.get(i).path(TYPE).stringValue("");
            if (type.equals("tool_result") || (type.equals("tool_use") && !assistant)) {
                blocks.remove(i);
            }
        }
    }

    private void answer(JsonNode block, ArrayNode results) {
        if (block instanceof ObjectNode use && use.path(TYPE).stringValue("").equals("tool_use")) {
            String id = "toolu_" + uses++;
            use.put("id", id);
            results.add(((ObjectNode) definitions.apply("BetaToolResultBlockParam")).put("tool_use_id", id));
        }
    }

    private static void nameTools(JsonNode tools) {
        for (int i = 0; i < tools.size(); i++) {
            ObjectNode tool = (ObjectNode) tools.get(i);
            boolean custom = tool.path(TYPE).stringValue("custom").equals("custom");
            if (custom && tool.has("name")) {
                tool.put("name", tool.path("name").stringValue("") + "_" + i);
            }
        }
    }
}
