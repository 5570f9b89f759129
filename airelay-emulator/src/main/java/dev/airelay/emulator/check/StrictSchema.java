package dev.airelay.emulator.check;

import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.RefusedException;
import dev.airelay.emulator.turn.TurnRequest;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The rules of a strict schema: every object closed, every property required. */
final class StrictSchema {
    private static final String PROPERTIES = "properties";
    private static final String REQUIRED = "required";
    private static final List<String> BRANCHES = List.of("anyOf", "oneOf", "allOf", "prefixItems");
    private static final List<String> NAMED = List.of(PROPERTIES, "$defs", "definitions");

    private final String subject;
    private final String param;
    private final String code;

    private StrictSchema(String subject, String param, String code) {
        this.subject = subject;
        this.param = param;
        this.code = code;
    }

    /** Refuses a schema that breaks a rule; {@code subject} names it in the message. */
    static void check(JsonNode schema, String subject, String param, String code) throws RefusedException {
        new StrictSchema(subject, param, code).object(schema, List.of());
    }

    private void object(JsonNode schema, List<String> context) throws RefusedException {
        if (schema.has(PROPERTIES) || Json.string(schema, "type").equals("object")) {
            if (schema.path("additionalProperties").booleanValue(true)) {
                throw broken(context, "'additionalProperties' is required to be supplied and to be false.");
            }
            List<String> required = TurnRequest.elements(schema.path(REQUIRED)).stream()
                    .map(name -> name.stringValue(""))
                    .toList();
            for (String name : schema.path(PROPERTIES).propertyNames()) {
                if (!required.contains(name)) {
                    throw broken(
                            context,
                            "'required' is required to be supplied and to be an array including every key in"
                                    + " properties. Missing '" + name + "'.");
                }
            }
        }
        nested(schema, context);
    }

    private void nested(JsonNode schema, List<String> context) throws RefusedException {
        for (String group : NAMED) {
            for (var member : schema.path(group).properties()) {
                object(member.getValue(), with(context, group, member.getKey()));
            }
        }
        for (String branch : BRANCHES) {
            List<JsonNode> members = TurnRequest.elements(schema.path(branch));
            for (int i = 0; i < members.size(); i++) {
                object(members.get(i), with(context, branch, Integer.toString(i)));
            }
        }
        if (schema.path("items").isObject()) {
            object(schema.path("items"), with(context, "items"));
        }
    }

    private RefusedException broken(List<String> context, String rule) {
        String where = context.isEmpty() ? "()" : "('" + String.join("', '", context) + "')";
        return BadRequests.invalid(
                "Invalid schema for " + subject + ": In context=" + where + ", " + rule, param, code);
    }

    private static List<String> with(List<String> context, String... names) {
        List<String> longer = new ArrayList<>(context);
        longer.addAll(List.of(names));
        return longer;
    }
}
