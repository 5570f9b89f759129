package dev.airelay.transforms.parameter;

import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The parameter tables of all routes in machine-readable form. */
public final class Compatibility {

    private Compatibility() {}

    /**
     * Returns a list object with one entry for each parameter of each route, followed by those for the members of objects
     * in it: {@code route}, {@code parameter}, {@code class} and {@code reason}, and {@code of} where the entry is for
     * some kinds of objects alone.
     *
     * @param tables the parameters of each route, in the order in which they are to be listed
     */
    public static ObjectNode of(Map<String, ParameterTable> tables) {
        ObjectNode view = JsonNodeFactory.instance.objectNode().put("object", "list");
        ArrayNode entries = view.putArray("data");
        tables.forEach((route, table) -> table.rules().forEach(rule -> {
            add(entries, route, rule);
            table.nested(rule.name()).forEach(member -> add(entries, route, member));
        }));
        return view;
    }

    private static void add(ArrayNode entries, String route, ParameterRule rule) {
        ObjectNode entry = entries.addObject()
                .put("route", route)
                .put("parameter", rule.name())
                .put("class", rule.kind().wireName())
                .put("reason", rule.reason());
        if (!rule.of().isEmpty()) {
            ArrayNode kinds = entry.putArray("of");
            rule.of().forEach(kinds::add);
        }
    }
}
