package dev.airelay.transforms.responses;

import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.json.Json;
import dev.airelay.transforms.request.Member;
import dev.airelay.transforms.request.NullHandling;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.Rejections;
import dev.airelay.transforms.request.Shape;
import dev.airelay.transforms.request.Value;
import dev.airelay.transforms.tool.HostedTools;
import dev.airelay.transforms.tool.ToolNames;
import dev.airelay.transforms.tool.ToolSettings;
import dev.airelay.transforms.tool.ToolShapes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns the tools of a Responses request into the upstream's. */
final class ResponsesTools {

    private static final Map<String, BiFunction<ObjectView, ToolNames, ObjectNode>> READERS = readers();

    private static final String NOT_RUN_HERE = "Use a function tool that your program handles.";
    private static final String AS_FUNCTION =
            "Offer a function or custom tool with that name that your program handles.";

    /** The tools that the backend refuses, each with an alternative. */
    private static final Map<String, String> NOT_OFFERED = Map.of(
            "file_search", NOT_RUN_HERE,
            "code_interpreter", NOT_RUN_HERE,
            "mcp", NOT_RUN_HERE,
            "computer", NOT_RUN_HERE,
            "computer_use_preview", NOT_RUN_HERE,
            "programmatic_tool_calling", NOT_RUN_HERE,
            "local_shell", AS_FUNCTION,
            "shell", AS_FUNCTION,
            "apply_patch", AS_FUNCTION);

    private static final String NAMESPACE = "namespace";
    private static final Map.Entry<String, Shape> FUNCTION = Map.entry("function", ToolShapes.FUNCTION);
    private static final Map.Entry<String, Shape> CUSTOM = Map.entry("custom", ToolShapes.CUSTOM);
    private static final Member<Object> GROUPED = Member.<Object>sent("tools", "Treated like the tools of the request.")
            .of(Shape.listedElsewhere(Shape.list(Shape.ofKinds(ResponsesTools::type, FUNCTION, CUSTOM))));

    /** The members of tools; those of hosted tools are sent with all their settings. */
    static final Shape SHAPE = Shape.list(
            Shape.ofKinds(ResponsesTools::type, FUNCTION, CUSTOM, Map.entry(NAMESPACE, Shape.open(List.of(GROUPED)))));

    private ResponsesTools() {}

    private static String type(ObjectView tool) {
        return tool.textOrEmpty("type");
    }

    /** Returns the upstream's form of a list of tools, which must be allowed unless it is empty. */
    static ArrayNode read(Value tools, ToolSettings settings) {
        ArrayNode read = Json.array();
        for (Value tool : tools.items()) {
            settings.checkAllowed(tools.at());
            read.add(tool(tool.object(), settings.names()));
        }
        return read;
    }

    private static Map<String, BiFunction<ObjectView, ToolNames, ObjectNode>> readers() {
        Map<String, BiFunction<ObjectView, ToolNames, ObjectNode>> readers = new LinkedHashMap<>();
        readers.put("function", ToolShapes::function);
        readers.put("custom", ToolShapes::custom);
        readers.put(NAMESPACE, ResponsesTools::namespace);
        for (String type : List.of(
                HostedTools.WEB_SEARCH,
                "web_search_2025_08_26",
                "web_search_preview",
                "web_search_preview_2025_03_11",
                "image_generation",
                "tool_search")) {
            readers.put(type, (tool, names) -> asGiven(tool));
        }
        return readers;
    }

    private static ObjectNode tool(ObjectView tool, ToolNames names) {
        Value type = tool.required("type");
        String instead = NOT_OFFERED.get(type.text());
        if (instead != null) {
            throw RequestRejected.badRequest(
                    type.at().toString(),
                    "unsupported_tool",
                    "Unsupported tool: '" + type.text() + "'. The ChatGPT backend does not offer it. " + instead);
        }
        return type.oneOf(READERS).apply(tool, names);
    }

    /** Returns a tool of the backend with all its settings. */
    private static ObjectNode asGiven(ObjectView tool) {
        ToolShapes.checkSettings(tool);
        ObjectNode copy = NullHandling.without(tool.node());
        return copy.put("type", HostedTools.currentName(tool.requiredText("type")));
    }

    private static ObjectNode namespace(ObjectView tool, ToolNames names) {
        ObjectNode copy = asGiven(tool);
        ArrayNode members = Json.array();
        for (Value member : tool.required("tools").items()) {
            Value type = member.object().required("type");
            if (type.text().equals(NAMESPACE)) {
                throw Rejections.invalid(
                        type.at(), "a namespace can contain functions and custom tools, but no other namespaces.");
            }
            members.add(tool(member.object(), names));
        }
        copy.set("tools", members);
        return copy;
    }
}
