package dev.airelay.transforms.tool;

import static dev.airelay.transforms.request.Member.onlyIf;
import static dev.airelay.transforms.request.Member.sent;

import dev.airelay.base.JsonTrees;
import dev.airelay.transforms.request.Checks;
import dev.airelay.transforms.request.Member;
import dev.airelay.transforms.request.NoOpValues;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.Shape;
import dev.airelay.transforms.request.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Function and custom tools in the upstream's flat form. Both the flat form and the form that Chat Completions nests are
 * read, because clients mix them. JSON schemas are copied unchanged, including unknown keywords and order.
 */
public final class ToolShapes {

    private static final JsonNodeFactory NODES = JsonTrees.nodes();
    /** Loads a tool only when a tool search finds it. */
    static final String DEFERRED = "defer_loading";

    private static final List<String> PASSED_ON = List.of("output_schema", DEFERRED, "allowed_callers", "async");
    private static final List<String> FORMATS = List.of("text", "grammar");
    private static final List<String> CONTEXT_SIZES = List.of("low", "medium", "high");
    private static final List<String> LOCATION_TYPES = List.of("approximate");
    private static final List<String> LOCATION_MEMBERS = List.of("country", "region", "city", "timezone");
    private static final List<String> SEARCH_SETTINGS =
            List.of("filters", "external_web_access", "search_content_types");
    private static final String INTO_FUNCTION = "Put it inside 'function'.";

    /** The members of a function as Chat Completions nests it, and of the former {@code functions}. */
    public static final Shape FUNCTION_DEFINITION = Shape.object(function());

    private static final Shape GRAMMAR = Shape.object(sent("syntax"), sent("definition"));
    private static final Shape FORMAT = Shape.ofKinds(
            format -> format.textOrEmpty("type") + (format.has("grammar") ? ", nested" : ""),
            Map.entry("text", Shape.object(sent("type"))),
            Map.entry("text, nested", Shape.object(sent("type"))),
            Map.entry(
                    "grammar, nested",
                    Shape.object(sent("type"), Member.<Object>sent("grammar").of(GRAMMAR))),
            Map.entry("grammar", Shape.object(sent("type"), sent("syntax"), sent("definition"))));

    /** The members of a function tool, nested or flat. */
    public static final Shape FUNCTION = Shape.ofKinds(
            tool -> tool.has("function") ? "function, nested" : "function",
            Map.entry(
                    "function, nested",
                    Shape.object(
                            sent("type"),
                            Member.<Object>sent("function").of(FUNCTION_DEFINITION),
                            onlyIf("strict", INTO_FUNCTION, NoOpValues::off),
                            onlyIf("parameters", INTO_FUNCTION, NoOpValues::saysNothing))),
            Map.entry("function", Shape.object(function(), sent("type"))));

    /** The members of a custom tool, nested or flat. */
    public static final Shape CUSTOM = Shape.ofKinds(
            tool -> tool.has("custom") ? "custom, nested" : "custom",
            Map.entry(
                    "custom, nested",
                    Shape.object(sent("type"), Member.<Object>sent("custom").of(Shape.object(custom())))),
            Map.entry("custom", Shape.object(custom(), sent("type"))));

    /** The members of the options that Chat Completions has instead of a web search tool. */
    public static final Shape WEB_SEARCH_OPTIONS = Shape.object(webSearch());

    private ToolShapes() {}

    /** Checks a tool that is forwarded unchanged: all its texts but the description are names and choices. */
    public static void checkSettings(ObjectView tool) {
        Checks.shortTexts(tool, name -> !name.equals("description"));
    }

    private static List<Member<Object>> function() {
        List<Member<Object>> members = new ArrayList<>(List.of(
                sent("name", "Sent; a name that the upstream does not accept is replaced for the call."),
                sent("description"),
                sent("parameters", "Sent unchanged; an empty schema if absent."),
                sent("strict", "Sent; false if absent.")));
        PASSED_ON.forEach(name -> members.add(sent(name)));
        return members;
    }

    private static List<Member<Object>> custom() {
        List<Member<Object>> members = new ArrayList<>(List.of(
                sent("name", "Sent; a name that the upstream does not accept is replaced for the call."),
                sent("description"),
                Member.<Object>sent("format").of(FORMAT)));
        PASSED_ON.forEach(name -> members.add(sent(name)));
        return members;
    }

    private static List<Member<Object>> webSearch() {
        List<Member<Object>> members = new ArrayList<>(List.of(
                sent("search_context_size"),
                Member.<Object>sent("user_location", "Sent in the flat form.").of(locationShape())));
        SEARCH_SETTINGS.forEach(name -> members.add(sent(name)));
        return members;
    }

    private static Shape locationShape() {
        List<Member<Object>> places =
                LOCATION_MEMBERS.stream().<Member<Object>>map(Member::sent).toList();
        return Shape.ofKinds(
                location -> location.has("approximate") ? "nested" : "flat",
                Map.entry(
                        "nested",
                        Shape.object(
                                sent("type"), Member.<Object>sent("approximate").of(Shape.object(places)))),
                Map.entry("flat", Shape.object(places, sent("type"))));
    }

    /**
     * Returns a function tool. By default {@code strict:false} is sent: the upstream's default is strict, and it would
     * refuse most clients' schemas.
     *
     * @param tool the tool, or the nested or legacy function itself
     * @param names the request's tool names
     */
    public static ObjectNode function(ObjectView tool, ToolNames names) {
        ObjectView function = tool.object("function").orElse(tool);
        ObjectNode flat = named("function", function, names);
        boolean strict = function.find("strict").map(Value::flag).orElse(false);
        flat.set(
                "parameters",
                function.object("parameters")
                        .map(parameters -> parameters.node().deepCopy())
                        .orElseGet(() -> noParameters(strict)));
        flat.put("strict", strict);
        passOn(function, flat);
        return flat;
    }

    /** Returns a custom tool, whose input is free text or follows a grammar. */
    public static ObjectNode custom(ObjectView tool, ToolNames names) {
        ObjectView custom = tool.object("custom").orElse(tool);
        ObjectNode flat = named("custom", custom, names);
        custom.object("format").ifPresent(format -> flat.set("format", format(format)));
        passOn(custom, flat);
        return flat;
    }

    /** Returns the web search tool that has these options. */
    public static ObjectNode webSearch(ObjectView options) {
        ObjectNode tool = NODES.objectNode().put("type", HostedTools.WEB_SEARCH);
        options.find("search_context_size")
                .ifPresent(size -> tool.put("search_context_size", size.oneOf(CONTEXT_SIZES)));
        options.object("user_location").ifPresent(location -> tool.set("user_location", location(location)));
        SEARCH_SETTINGS.forEach(name -> options.find(name).ifPresent(value -> tool.set(name, value.copy())));
        return tool;
    }

    private static ObjectNode location(ObjectView location) {
        location.find("type").ifPresent(type -> type.oneOf(LOCATION_TYPES));
        ObjectNode flat = NODES.objectNode().put("type", "approximate");
        ObjectView nested = location.object("approximate").orElse(location);
        for (String member : LOCATION_MEMBERS) {
            nested.find(member).ifPresent(value -> flat.put(member, value.shortText()));
        }
        return flat;
    }

    private static ObjectNode named(String type, ObjectView tool, ToolNames names) {
        ObjectNode flat = NODES.objectNode().put("type", type).put("name", names.upstream(tool.required("name")));
        // The upstream refuses an empty one, which means the same as none.
        tool.text("description")
                .filter(description -> !description.isEmpty())
                .ifPresent(description -> flat.put("description", description));
        return flat;
    }

    private static void passOn(ObjectView tool, ObjectNode flat) {
        for (String name : PASSED_ON) {
            tool.find(name).ifPresent(value -> flat.set(name, value.copy()));
        }
    }

    private static ObjectNode format(ObjectView format) {
        String type = format.required("type").oneOf(FORMATS);
        ObjectNode flat = NODES.objectNode().put("type", type);
        if (type.equals("grammar")) {
            ObjectView grammar = format.object("grammar").orElse(format);
            flat.put("syntax", grammar.requiredText("syntax"));
            flat.put("definition", grammar.required("definition").nonEmptyText());
        }
        return flat;
    }

    /** A strict schema must be closed. */
    private static ObjectNode noParameters(boolean strict) {
        ObjectNode schema = NODES.objectNode().put("type", "object");
        schema.set("properties", NODES.objectNode());
        return strict ? schema.put("additionalProperties", false) : schema;
    }
}
