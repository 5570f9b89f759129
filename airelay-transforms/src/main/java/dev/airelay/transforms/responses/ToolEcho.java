package dev.airelay.transforms.responses;

import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.tool.HostedTools;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The tools and the choice among them as a response object repeats them. */
final class ToolEcho {

    private static final String TYPE = "type";
    private static final List<String> OF_EVERY_FUNCTION = List.of("name", "description", "parameters", "strict");

    private ToolEcho() {}

    /** Returns the tools, each function with all its members, null where the client set none. */
    static ArrayNode of(JsonNode tools) {
        ArrayNode echo = Json.array();
        for (JsonNode tool : tools) {
            echo.add(Json.text(tool, TYPE).equals("function") ? function(tool) : tool);
        }
        return echo;
    }

    /** Returns the tool choice; OpenAI's form of it knows the web search by its former name alone. */
    static JsonNode choice(JsonNode choice) {
        if (!Json.text(choice, TYPE).equals(HostedTools.WEB_SEARCH)) {
            return choice;
        }
        return ((ObjectNode) choice.deepCopy()).put(TYPE, HostedTools.FORMER_WEB_SEARCH);
    }

    private static JsonNode function(JsonNode tool) {
        ObjectNode function = (ObjectNode) tool.deepCopy();
        for (String name : OF_EVERY_FUNCTION) {
            if (!function.has(name)) {
                function.putNull(name);
            }
        }
        return function;
    }
}
