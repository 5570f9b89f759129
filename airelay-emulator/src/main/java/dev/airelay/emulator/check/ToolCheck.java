package dev.airelay.emulator.check;

import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.RefusedException;
import dev.airelay.emulator.turn.Tool;
import dev.airelay.emulator.turn.TurnRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Tools have known types, the flat shape with known members, short names of allowed characters, descriptions that are not
 * empty, and strict schemas that are strict. A tool is deferred only if the request can search for it.
 */
final class ToolCheck implements RequestCheck {
    private static final String WEB_SEARCH = "web_search";
    private static final String TOOL_SEARCH = "tool_search";
    private static final Set<String> HOSTED = Set.of(WEB_SEARCH, "image_generation", TOOL_SEARCH);
    private static final String NAME = "name";
    private static final String DESCRIPTION = "description";
    private static final String DEFERRED = "defer_loading";
    private static final Set<String> CALLABLE = Set.of(Tool.FUNCTION, Tool.CUSTOM);
    /** The members of each type; a type that is not here takes any. */
    private static final Map<String, Set<String>> MEMBERS = Map.of(
            Tool.FUNCTION,
            Set.of(
                    TurnRequest.TYPE,
                    NAME,
                    DESCRIPTION,
                    "parameters",
                    "strict",
                    "output_schema",
                    DEFERRED,
                    "allowed_callers",
                    "async"),
            Tool.CUSTOM,
            Set.of(TurnRequest.TYPE, NAME, DESCRIPTION, "format", DEFERRED, "allowed_callers", "async"),
            Tool.NAMESPACE,
            Set.of(TurnRequest.TYPE, NAME, DESCRIPTION, TurnRequest.TOOLS),
            WEB_SEARCH,
            Set.of(
                    TurnRequest.TYPE,
                    "external_web_access",
                    "filters",
                    "search_content_types",
                    "search_context_size",
                    "user_location"));
    /** A tool that the backend served before, with an error message of its own. */
    private static final String RETIRED = "local_shell";

    private final boolean promoteOmittedStrict;

    ToolCheck(boolean promoteOmittedStrict) {
        this.promoteOmittedStrict = promoteOmittedStrict;
    }

    @Override
    public void check(TurnRequest request) throws RefusedException {
        List<JsonNode> tools = request.tools();
        boolean searches = tools.stream()
                .anyMatch(tool -> Json.string(tool, TurnRequest.TYPE).equals(TOOL_SEARCH));
        for (int i = 0; i < tools.size(); i++) {
            tool(tools.get(i), TurnRequest.TOOLS + "[" + i + "]", searches);
        }
    }

    private void tool(JsonNode tool, String path, boolean searches) throws RefusedException {
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
                    tool(inner.get(i), path + "." + TurnRequest.TOOLS + "[" + i + "]", searches);
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
        members(tool, type, path, searches);
    }

    private static void members(JsonNode tool, String type, String path, boolean searches) throws RefusedException {
        for (String member : tool.propertyNames()) {
            boolean known = MEMBERS.getOrDefault(type, Set.of(member)).contains(member);
            if (!known || (member.equals(DEFERRED) && !searches)) {
                throw BadRequests.unknown(path + "." + member);
            }
        }
        if (CALLABLE.contains(type)
                && tool.path(DESCRIPTION).isString()
                && Json.string(tool, DESCRIPTION).isEmpty()) {
            throw BadRequests.empty(path + "." + DESCRIPTION);
        }
    }

    private static void name(JsonNode tool, String path) throws RefusedException {
        String namePath = path + "." + NAME;
        JsonNode name = tool.path(NAME);
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
        String name = "function '" + Json.string(tool, NAME) + "'";
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
