package dev.airelay.transforms.request;

import java.util.List;
import java.util.Optional;
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

    /**
     * Returns a function tool.
     *
     * @param tool the tool, or the nested or legacy function itself
     * @param explicitStrict true to send {@code strict:false} where the client is silent: the upstream's default is
     *     strict, Chat Completions' is not
     * @param names the request's tool names
     */
    public static ObjectNode function(ObjectView tool, boolean explicitStrict, ToolNames names) {
        ObjectView function = tool.object("function").orElse(tool);
        ObjectNode flat = named("function", function, names);
        flat.set(
                "parameters",
                function.object("parameters")
                        .map(parameters -> parameters.node().deepCopy())
                        .orElseGet(ToolShapes::noParameters));
        function.find("strict")
                .map(Value::flag)
                .or(() -> explicitStrict ? Optional.of(false) : Optional.empty())
                .ifPresent(strict -> flat.put("strict", strict));
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
            flat.put("definition", grammar.requiredText("definition"));
        }
        return flat;
    }

    private static ObjectNode noParameters() {
        ObjectNode schema = NODES.objectNode().put("type", "object");
        schema.set("properties", NODES.objectNode());
        return schema;
    }
}
