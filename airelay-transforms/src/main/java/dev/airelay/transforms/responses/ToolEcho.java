package dev.airelay.transforms.responses;

import dev.airelay.transforms.json.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The tools as a response object repeats them. */
final class ToolEcho {

    private static final List<String> OF_EVERY_FUNCTION = List.of("name", "description", "parameters", "strict");

    private ToolEcho() {}

    /** Returns the tools, each function with all its members, null where the client set none. */
    static ArrayNode of(JsonNode tools) {
        ArrayNode echo = Json.array();
        for (JsonNode tool : tools) {
            echo.add(Json.text(tool, "type").equals("function") ? function(tool) : tool);
        }
        return echo;
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
