package dev.airelay.transforms.chat;

import dev.airelay.transforms.request.NullHandling;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.Shape;
import dev.airelay.transforms.request.Value;
import dev.airelay.transforms.tool.HostedTools;
import dev.airelay.transforms.tool.ToolNames;
import dev.airelay.transforms.tool.ToolSettings;
import dev.airelay.transforms.tool.ToolShapes;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Converts all forms of tools in a chat request to the upstream's tools. */
final class ChatTools {

    private static final List<String> TYPES = List.of("function", "custom");
    /** The members of a tool; those of a web search are sent whole. */
    static final Shape SHAPE = Shape.list(Shape.ofKinds(
            tool -> tool.textOrEmpty("type"),
            Map.entry("function", ToolShapes.FUNCTION),
            Map.entry("custom", ToolShapes.CUSTOM)));

    private ChatTools() {}

    /** Adds the elements of {@code tools}. */
    static void tools(Value tools, ToolSettings settings) {
        for (Value tool : tools.items()) {
            settings.checkAllowed(tools.at());
            settings.offer().add(tool(tool.object(), settings.names()));
        }
    }

    /**
     * Returns the names of custom tools for which a request has no function. Values of the wrong type are ignored here and
     * rejected when the tools are read.
     */
    static Set<String> customNames(ObjectView body) {
        Set<String> custom = new HashSet<>();
        Set<String> functions = new HashSet<>();
        for (JsonNode tool : body.node().path("tools")) {
            String type = tool.path("type").stringValue("");
            JsonNode named = tool.path(type).isObject() ? tool.path(type) : tool;
            (type.equals("custom") ? custom : functions).add(named.path("name").stringValue(""));
        }
        custom.removeAll(functions);
        return custom;
    }

    private static ObjectNode tool(ObjectView tool, ToolNames names) {
        Value type = tool.required("type");
        // Not OpenAI's form, but several clients send the tool itself instead of its options.
        if (HostedTools.currentName(type.text()).equals(HostedTools.WEB_SEARCH)) {
            ToolShapes.checkSettings(tool);
            return NullHandling.without(tool.node()).put("type", HostedTools.WEB_SEARCH);
        }
        return type.oneOf(TYPES).equals("function") ? ToolShapes.function(tool, names) : ToolShapes.custom(tool, names);
    }

    /** Adds the elements of the legacy {@code functions}; returns true when there are any. */
    static boolean functions(Value functions, ToolSettings settings) {
        List<Value> items = functions.items();
        for (Value function : items) {
            settings.checkAllowed(functions.at());
            settings.offer().add(ToolShapes.function(function.object(), settings.names()));
        }
        return !items.isEmpty();
    }

    /** Adds web search, for which Chat Completions has options instead of a tool. */
    static void webSearch(Value options, ToolSettings settings) {
        settings.checkAllowed(options.at());
        settings.offer().add(ToolShapes.webSearch(options.object()));
    }
}
