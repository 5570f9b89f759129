package dev.airelay.transforms.tool;

import static dev.airelay.transforms.request.Member.sent;

import dev.airelay.base.JsonTrees;
import dev.airelay.transforms.request.Location;
import dev.airelay.transforms.request.Member;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.Rejections;
import dev.airelay.transforms.request.Shape;
import dev.airelay.transforms.request.Value;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A tool choice in the upstream's flat form, checked against the offered tools. */
final class ToolChoice {

    private static final JsonNodeFactory NODES = JsonTrees.nodes();
    private static final List<String> MODES = List.of("none", "auto", "required");
    private static final List<String> ALLOWED_MODES = List.of("auto", "required");
    private static final String FUNCTION = "function";
    private static final String CUSTOM = "custom";
    private static final Set<String> NAMED = Set.of(FUNCTION, CUSTOM);
    private static final String TYPE = "type";
    private static final String ALLOWED_TOOLS = "allowed_tools";
    private static final String NO_PARALLEL_USE = "disable_parallel_tool_use";

    private static final Member<Object> PARALLEL_USE =
            sent(NO_PARALLEL_USE, "Sent as parallel_tool_calls, with the opposite value.");
    private static final Shape NAME = Shape.object(sent("name"));

    /** The members of an element of allowed tools, nested or flat. */
    private static final Shape ALLOWED = Shape.ofKinds(
            ToolChoice::kind,
            Map.entry(
                    "function, nested",
                    Shape.object(sent(TYPE), Member.<Object>sent("function").of(NAME))),
            Map.entry(
                    "custom, nested",
                    Shape.object(sent(TYPE), Member.<Object>sent("custom").of(NAME))),
            Map.entry("function", Shape.object(sent(TYPE), sent("name"))),
            Map.entry("hosted tool", Shape.object(sent(TYPE))));

    private static final Shape ALLOWED_LIST =
            Shape.object(sent("mode"), Member.<Object>sent("tools").of(Shape.list(ALLOWED)));

    /** The members of a choice that is an object. */
    static final Shape SHAPE = Shape.ofKinds(
            ToolChoice::kind,
            Map.entry(
                    "function, nested",
                    Shape.object(sent(TYPE), Member.<Object>sent("function").of(NAME), PARALLEL_USE)),
            Map.entry(
                    "custom, nested",
                    Shape.object(sent(TYPE), Member.<Object>sent("custom").of(NAME), PARALLEL_USE)),
            Map.entry("function", Shape.object(sent(TYPE), sent("name"), PARALLEL_USE)),
            Map.entry(
                    "allowed_tools, nested",
                    Shape.object(sent(TYPE), Member.<Object>sent(ALLOWED_TOOLS).of(ALLOWED_LIST), PARALLEL_USE)),
            Map.entry(
                    ALLOWED_TOOLS,
                    Shape.object(
                            sent(TYPE),
                            sent("mode"),
                            Member.<Object>sent("tools").of(Shape.list(ALLOWED)),
                            PARALLEL_USE)),
            Map.entry("hosted tool", Shape.object(sent(TYPE), PARALLEL_USE)));

    private ToolChoice() {}

    private static String kind(ObjectView choice) {
        String type = choice.text(TYPE).orElse("function");
        if (type.equals(ALLOWED_TOOLS) || NAMED.contains(type)) {
            return choice.has(type) ? type + ", nested" : type.equals(ALLOWED_TOOLS) ? type : "function";
        }
        return "hosted tool";
    }

    /** Returns whether the choice forbids parallel calls, which other APIs specify here. */
    static boolean forbidsParallelUse(Value choice) {
        return choice.isObject()
                && choice.object().find(NO_PARALLEL_USE).map(Value::flag).orElse(false);
    }

    /** Returns true for the modes that need no tool. */
    static boolean demandsNothing(String mode) {
        return mode.equals("none") || mode.equals("auto");
    }

    /** Rejects a choice that needs tools if there are none. */
    static void checkWithoutTools(Value choice) {
        JsonNode read = read(choice, new ToolOffer(), new ToolNames());
        if (!demandsNothing(read.stringValue(""))) {
            throw Rejections.unpaired(
                    choice.at().toString(),
                    "Tool choice '" + read.stringValue("") + "' must be specified with 'tools' parameter.");
        }
    }

    /** Returns the rejection of a choice in a request that has no parameter for tools. */
    static RuntimeException withoutTools(Value choice) {
        String tools = choice.at().toString().equals("function_call") ? "functions" : "tools";
        return Rejections.unpaired(
                choice.at().toString(),
                "Invalid value for '" + choice.at() + "': '" + choice.at() + "' is only allowed when '" + tools
                        + "' are specified.");
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
                .put(TYPE, ALLOWED_TOOLS)
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
        ObjectNode flat = NODES.objectNode().put(TYPE, type);
        if (NAMED.contains(type)) {
            ObjectView named = choice.object(type).orElse(choice);
            String asked = named.requiredText("name");
            String name = names.upstream(named.required("name"));
            // Clients that get the calls of custom tools as function calls may also choose them as functions.
            if (type.equals(FUNCTION) && !offer.mayHave(type, name) && offer.mayHave(CUSTOM, name)) {
                return flat.put(TYPE, CUSTOM).put("name", name);
            }
            // In chat only functions can be chosen, and some clients name an upstream tool in this way.
            String hosted = HostedTools.currentName(asked);
            if (type.equals(FUNCTION)
                    && !offer.mayHave(type, name)
                    && HostedTools.isKnown(hosted)
                    && offer.mayHave(hosted)) {
                return flat.put(TYPE, hosted);
            }
            if (!offer.mayHave(type, name)) {
                throw Rejections.invalid(
                        named.at().member("name"),
                        "no " + type + " tool named '" + Rejections.shown(asked)
                                + "' is among the tools of the request.");
            }
            return flat.put("name", name);
        }
        if (!HostedTools.isKnown(type) && !offer.mayHave(type)) {
            throw unknownShape(
                    choice.at().member(TYPE), "there is no tool choice of type '" + Rejections.shown(type) + "'.");
        }
        if (!offer.mayHave(type)) {
            throw Rejections.unpaired(
                    choice.at().toString(),
                    "Tool choice '" + Rejections.shown(type) + "' not found in 'tools' parameter.");
        }
        return flat;
    }

    /** Returns the choice's type; the legacy form, and clients that nest the function, omit it. */
    private static String type(ObjectView choice) {
        return choice.find(TYPE).map(Value::shortText).orElseGet(() -> {
            if (choice.has("function") || choice.has("name")) {
                return "function";
            }
            throw unknownShape(choice.at(), "the object has no type.");
        });
    }

    private static RuntimeException unknownShape(Location at, String what) {
        return Rejections.invalid(
                at,
                what + " Send 'none', 'auto' or 'required', or an object of type 'function' or 'custom' with a name, of"
                        + " type 'allowed_tools', or of the type of a hosted tool.");
    }

    private static RuntimeException wrongType(Value choice) {
        return Rejections.wrongType(choice.at(), "one of a string or an object", choice.node());
    }
}
