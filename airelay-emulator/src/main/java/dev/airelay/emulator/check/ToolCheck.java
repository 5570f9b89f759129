package dev.airelay.emulator.check;

import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.RefusedException;
import dev.airelay.emulator.turn.Tool;
import dev.airelay.emulator.turn.TurnRequest;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Tools have known types, the flat shape, short names of few characters, and strict schemas that are strict. */
final class ToolCheck implements RequestCheck {
    private static final Set<String> HOSTED = Set.of("web_search", "image_generation", "tool_search");
    /** What the backend served before and says so. */
    private static final String RETIRED = "local_shell";

    private final boolean promoteOmittedStrict;

    ToolCheck(boolean promoteOmittedStrict) {
        this.promoteOmittedStrict = promoteOmittedStrict;
    }

    @Override
    public void check(TurnRequest request) throws RefusedException {
        List<JsonNode> tools = request.tools();
        for (int i = 0; i < tools.size(); i++) {
            tool(tools.get(i), TurnRequest.TOOLS + "[" + i + "]");
        }
    }

    private void tool(JsonNode tool, String path) throws RefusedException {
        String type = Json.string(tool, TurnRequest.TYPE);
        switch (type) {
            case "" -> throw BadRequests.missing(path + ".type");
            case Tool.FUNCTION -> {
                name(tool, path);
                parameters(tool, path);
            }
            case Tool.CUSTOM -> name(tool, path);
            case Tool.NAMESPACE -> {
                name(tool, path);
                List<JsonNode> inner = TurnRequest.elements(tool.path(TurnRequest.TOOLS));
                for (int i = 0; i < inner.size(); i++) {
                    tool(inner.get(i), path + "." + TurnRequest.TOOLS + "[" + i + "]");
                }
            }
            default -> {
                if (type.equals(RETIRED)) {
                    throw BadRequests.detail("The local_shell tool is no longer supported.");
                }
                if (!HOSTED.contains(type)) {
                    throw BadRequests.detail("Unsupported tool type: " + type);
                }
            }
        }
    }

    private static void name(JsonNode tool, String path) throws RefusedException {
        String namePath = path + ".name";
        JsonNode name = tool.path("name");
        if (name.isMissingNode()) {
            throw BadRequests.missing(namePath);
        }
        if (!name.isString()) {
            throw BadRequests.type(namePath, "a string", name);
        }
        BadRequests.ifNoToolName(namePath, name.stringValue());
    }

    private void parameters(JsonNode tool, String path) throws RefusedException {
        JsonNode parameters = tool.path("parameters");
        if (parameters.isMissingNode() || parameters.isNull()) {
            return;
        }
        String name = "function '" + Json.string(tool, "name") + "'";
        if (!parameters.isObject() || !Json.string(parameters, "type", "object").equals("object")) {
            throw BadRequests.invalid(
                    "Invalid schema for " + name + ": schema must be a JSON Schema of 'type: \"object\"', got 'type: \""
                            + Json.string(parameters, "type", "None") + "\"'.",
                    path + ".parameters",
                    "invalid_function_parameters");
        }
        if (tool.path("strict").booleanValue(promoteOmittedStrict)) {
            StrictSchema.check(parameters, name, path + ".parameters", "invalid_function_parameters");
        }
    }
}
