package dev.airelay.transforms.request;

import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Function and custom tools in the upstream's flat form. Both the flat form and the form that Chat Completions nests
 * are read, because clients mix them. JSON schemas are copied as they are, unknown keywords and order included.
 */
public final class ToolShapes {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> PASSED_ON = List.of("output_schema", "defer_loading", "allowed_callers");
    private static final List<String> FORMATS = List.of("text", "grammar");

    private ToolShapes() {}

    /** Checks a tool that goes on as it is: all its texts but the description are names and choices. */
    public static void checkSettings(ObjectView tool) {
        Checks.shortTexts(tool, name -> !name.equals("description"));
    }

    /**
     * Returns a function tool. Where the client is silent, {@code strict:false} is sent: the upstream would take it as
     * strict, and refuse the schemas that most clients make.
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

    private static ObjectNode named(String type, ObjectView tool, ToolNames names) {
        ObjectNode flat = NODES.objectNode().put("type", type).put("name", names.upstream(tool.required("name")));
        tool.text("description").ifPresent(description -> flat.put("description", description));
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

    /** A strict schema has to be closed. */
    private static ObjectNode noParameters(boolean strict) {
        ObjectNode schema = NODES.objectNode().put("type", "object");
        schema.set("properties", NODES.objectNode());
        return strict ? schema.put("additionalProperties", false) : schema;
    }
}
