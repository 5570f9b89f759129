package dev.airelay.emulator.turn;

import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.script.ScriptSyntax;
import dev.airelay.emulator.turn.TurnOverrides.CallOverride;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Decides which tools a turn calls: those a script names; else the one {@code tool_choice} forces; else, when the
 * choice is open, those the prompt asks for ("call get_weather", "use a and b in parallel",
 * {@code call Write {"file_path": "a.txt"}}). The prompt is the last text part that the user sent, and asks only where the
 * names stand next to the verb: clients put pages of instructions about their tools before the text that the user wrote,
 * and forbid tools in others. After a tool's output the turn answers with text, so that a round trip ends.
 */
final class ToolOverrides {
    private static final Pattern REQUEST = Pattern.compile(
            "(?<!\\bnot )(?<!n't )(?<!\\bnever )\\b(?:call|use|invoke|run)\\s+(?:(?:the|a|tools?|functions?)\\s+)*"
                    + "([`'\"]?[A-Za-z0-9_-]+[`'\"]?(?:(?:\\s*,\\s*(?:and\\s+)?|\\s+and\\s+)[`'\"]?[A-Za-z0-9_-]+[`'\"]?)*)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern BEFORE_ARGUMENTS = Pattern.compile("\\s*(?:with\\s+)?(?=\\{)");
    private static final Pattern PARALLEL = Pattern.compile("\\bin parallel\\b", Pattern.CASE_INSENSITIVE);

    private final TurnRequest request;
    private final List<Tool> tools;
    private final String prompt;

    ToolOverrides(TurnRequest request) {
        this.request = request;
        this.tools = Tool.of(request);
        this.prompt = ScriptSyntax.withoutMarkers(request.lastUserRequest());
    }

    /** A tool and, when a script or the prompt gave them, its raw arguments. */
    record ChosenTool(Tool tool, Optional<String> arguments) {}

    /** Names of tools in the prompt, and the arguments behind them. */
    private record Asked(String names, Optional<String> arguments) {
        /** A name that the user wrote more than once is called once, but each time that it has arguments. */
        static List<ChosenTool> of(List<Asked> all, List<Tool> offered) {
            List<ChosenTool> chosen = new ArrayList<>();
            for (Tool tool : offered) {
                if (all.stream().anyMatch(asked -> asked.arguments.isEmpty() && tool.namedIn(asked.names))) {
                    chosen.add(new ChosenTool(tool, Optional.empty()));
                }
            }
            for (Asked asked : all) {
                if (asked.arguments.isPresent()) {
                    offered.stream()
                            .filter(tool -> tool.namedIn(asked.names))
                            .map(tool -> new ChosenTool(tool, asked.arguments))
                            .forEach(chosen::add);
                }
            }
            return chosen;
        }
    }

    List<ChosenTool> calls(TurnOverrides overrides) {
        List<ChosenTool> scripted = new ArrayList<>();
        for (CallOverride override : overrides.calls()) {
            scripted.add(new ChosenTool(tool(override.tool()), Optional.ofNullable(override.arguments())));
        }
        if (!scripted.isEmpty() || !request.freshToolOutputs().isEmpty()) {
            return scripted;
        }
        List<ChosenTool> chosen =
                chosen().stream().filter(choice -> choice.tool().callable()).toList();
        if (chosen.size() == 1 && PARALLEL.matcher(prompt).find()) {
            chosen = Collections.nCopies(2, chosen.get(0));
        }
        return request.parallelToolCalls() ? chosen : chosen.stream().limit(1).toList();
    }

    /** Whether a hosted tool is forced, or asked for in the prompt and offered. */
    boolean wantsHosted(String type, Pattern promptWords) {
        if (Json.string(request.toolChoice(), "type").equals(type)) {
            return true;
        }
        boolean offered = tools.stream().anyMatch(tool -> tool.type().equals(type));
        boolean open = !mode().equals("none") && request.freshToolOutputs().isEmpty();
        boolean only = mode().equals("required") && tools.stream().noneMatch(Tool::callable);
        return offered && open && (only || promptWords.matcher(prompt).find());
    }

    private List<ChosenTool> chosen() {
        JsonNode choice = request.toolChoice();
        return switch (Json.string(choice, "type", mode())) {
            case "none", "web_search", "image_generation" -> List.of();
            case "required" -> firstOrAskedFor(tools);
            case "function", "custom" -> firstOrAskedFor(List.of(tool(Json.string(choice, "name"))));
            case "allowed_tools" -> {
                List<Tool> allowed = tools.stream()
                        .filter(tool -> TurnRequest.elements(choice.path(TurnRequest.TOOLS)).stream()
                                .anyMatch(one -> Json.string(one, "name").equals(tool.name())))
                        .toList();
                yield Json.string(choice, "mode").equals("required") ? firstOrAskedFor(allowed) : askedFor(allowed);
            }
            default -> askedFor(tools);
        };
    }

    private String mode() {
        return request.toolChoice().stringValue("auto");
    }

    private List<ChosenTool> firstOrAskedFor(List<Tool> from) {
        List<ChosenTool> asked = askedFor(from);
        return asked.isEmpty()
                ? from.stream()
                        .filter(Tool::callable)
                        .limit(1)
                        .map(tool -> new ChosenTool(tool, Optional.empty()))
                        .toList()
                : asked;
    }

    private List<ChosenTool> askedFor(List<Tool> from) {
        List<Asked> asked = new ArrayList<>();
        Matcher wish = REQUEST.matcher(prompt);
        Matcher gap = BEFORE_ARGUMENTS.matcher(prompt);
        for (int at = 0; wish.find(at); ) {
            at = wish.end();
            Optional<String> arguments = Optional.empty();
            if (gap.region(at, prompt.length()).lookingAt()) {
                arguments = ScriptSyntax.jsonAt(prompt, gap.end());
                at = gap.end() + arguments.map(String::length).orElse(0);
            }
            asked.add(new Asked(wish.group(1), arguments));
        }
        return Asked.of(asked, from);
    }

    private Tool tool(String name) {
        return tools.stream()
                .filter(tool -> name.isEmpty() ? tool.callable() : tool.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("call: the request offers no tool named '" + name
                        + "', its tools are " + tools.stream().map(Tool::name).toList()));
    }
}
