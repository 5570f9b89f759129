package dev.airelay.transforms.request;

import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A tool choice in the upstream's flat form, checked against the tools on offer. */
final class ToolChoice {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> MODES = List.of("none", "auto", "required");
    private static final List<String> ALLOWED_MODES = List.of("auto", "required");
    private static final Set<String> NAMED = Set.of("function", "custom");
    private static final String ALLOWED_TOOLS = "allowed_tools";

    private ToolChoice() {}

    /** Returns true for the modes that are met without any tool. */
    static boolean demandsNothing(String mode) {
        return mode.equals("none") || mode.equals("auto");
    }

    /** Rejects a choice that needs tools when the request has none. */
    static void checkWithoutTools(Value choice) {
        boolean met = choice.isText() && demandsNothing(choice.oneOf(MODES));
        if (!met) {
            if (!choice.isText() && !choice.isObject()) {
                throw wrongType(choice);
            }
            throw Faults.invalid(choice.at(), "it is only allowed when tools are specified.");
        }
    }

    /** Returns the choice for the upstream. */
    static JsonNode read(Value choice, ToolOffer offer, ToolNames names) {
        if (choice.isText()) {
            choice.oneOf(MODES);
            return choice.node();
        }
        if (!choice.isObject()) {
            throw wrongType(choice);
        }
        ObjectView view = choice.object();
        return type(view).equals(ALLOWED_TOOLS) ? allowedTools(view, offer, names) : tool(view, offer, names);
    }

    private static ObjectNode allowedTools(ObjectView choice, ToolOffer offer, ToolNames names) {
        ObjectView allowed = choice.object(ALLOWED_TOOLS).orElse(choice);
        ObjectNode flat = NODES.objectNode()
                .put("type", ALLOWED_TOOLS)
                .put("mode", allowed.required("mode").oneOf(ALLOWED_MODES));
        ArrayNode tools = NODES.arrayNode();
        for (Value tool : allowed.required("tools").nonEmptyItems()) {
            tools.add(tool(tool.object(), offer, names));
        }
        flat.set("tools", tools);
        return flat;
    }

    private static ObjectNode tool(ObjectView choice, ToolOffer offer, ToolNames names) {
        String type = HostedTools.currentName(type(choice));
        ObjectNode flat = NODES.objectNode().put("type", type);
        if (NAMED.contains(type)) {
            ObjectView named = choice.object(type).orElse(choice);
            String asked = named.requiredText("name");
            String name = names.upstream(named.required("name"));
            if (!offer.mayHave(type, name)) {
                throw Faults.invalid(
                        named.at().member("name"),
                        "no " + type + " tool named '" + Faults.shown(asked) + "' is among the tools of the request.");
            }
            return flat.put("name", name);
        }
        if (!offer.mayHave(type)) {
            throw Faults.unpaired(
                    choice.at().toString(), "Tool choice '" + Faults.shown(type) + "' not found in 'tools' parameter.");
        }
        return flat;
    }

    /** Returns the choice's type; the legacy form, and clients that nest the function, leave it out. */
    private static String type(ObjectView choice) {
        return choice.find("type").map(Value::shortText).orElseGet(() -> {
            if (choice.has("function") || choice.has("name")) {
                return "function";
            }
            throw Faults.missing(choice.at().member("type"));
        });
    }

    private static RuntimeException wrongType(Value choice) {
        return Faults.wrongType(choice.at(), "one of a string or an object", choice.node());
    }
}
