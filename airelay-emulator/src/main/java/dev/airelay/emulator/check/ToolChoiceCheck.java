package dev.airelay.emulator.check;

import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.RefusedException;
import dev.airelay.emulator.turn.Tool;
import dev.airelay.emulator.turn.TurnRequest;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The tool choice is a known word, or names a tool that is there. */
final class ToolChoiceCheck implements RequestCheck {
    private static final List<String> WORDS = List.of("none", "auto", "required");
    private static final Set<String> BY_NAME = Set.of(Tool.FUNCTION, Tool.CUSTOM);

    @Override
    public void check(TurnRequest request) throws RefusedException {
        JsonNode choice = request.toolChoice();
        if (choice.isMissingNode() || choice.isNull()) {
            return;
        }
        List<Tool> tools = Tool.of(request);
        if (choice.isString()) {
            word(choice.stringValue(), tools);
        } else if (choice.isObject()) {
            named(choice, tools);
        } else {
            throw BadRequests.type(TurnRequest.TOOL_CHOICE, "one of a tool choice object or string", choice);
        }
    }

    private static void word(String word, List<Tool> tools) throws RefusedException {
        if (!WORDS.contains(word)) {
            throw BadRequests.value(TurnRequest.TOOL_CHOICE, word, WORDS);
        }
        if (word.equals("required") && tools.isEmpty()) {
            throw BadRequests.invalid(
                    "Tool choice 'required' must be specified with 'tools' parameter.", TurnRequest.TOOL_CHOICE, null);
        }
    }

    private static void named(JsonNode choice, List<Tool> tools) throws RefusedException {
        String type = Json.string(choice, TurnRequest.TYPE);
        if (type.isEmpty()) {
            throw BadRequests.missing(TurnRequest.TOOL_CHOICE + ".type");
        }
        if (type.equals("allowed_tools")) {
            for (JsonNode allowed : TurnRequest.elements(choice.path(TurnRequest.TOOLS))) {
                named(allowed, tools);
            }
            return;
        }
        boolean byName = BY_NAME.contains(type);
        String name = byName ? Json.string(choice, "name") : type;
        if (name.isEmpty()) {
            throw BadRequests.missing(TurnRequest.TOOL_CHOICE + ".name");
        }
        boolean there = tools.stream()
                .anyMatch(tool ->
                        tool.type().equals(type) && (!byName || tool.name().equals(name)));
        if (!there) {
            throw BadRequests.invalid(
                    "Tool choice '" + name + "' not found in 'tools' parameter.", TurnRequest.TOOL_CHOICE, null);
        }
    }
}
