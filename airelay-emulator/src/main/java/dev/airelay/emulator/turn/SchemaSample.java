package dev.airelay.emulator.turn;

import dev.airelay.emulator.common.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a value that fits a JSON schema: const, enum, types, required properties, nested objects, arrays, references,
 * bounds. Optional properties are left out where anything is required, so that recursive schemas end. Strings free of
 * constraints carry the given text.
 */
final class SchemaSample {
    private static final String REQUIRED = "required";
    private static final String PROPERTIES = "properties";
    /** For strings whose name says that they will be run: a command that only prints. */
    static final String COMMAND = "echo '[emulator] tool call'";

    private static final Set<String> COMMAND_NAMES = Set.of("cmd", "command", "script", "shell_command");
    private static final int MAX_DEPTH = 40;
    private static final int FILLED_DEPTH = 6;

    private final JsonNode root;
    private final String freeText;

    SchemaSample(JsonNode root, String freeText) {
        this.root = root;
        this.freeText = freeText;
    }

    /** A fitting value. */
    JsonNode value() {
        return value(root, "", 0);
    }

    /** A fitting value, or an empty object when the schema asks for none: a tool's arguments are always an object. */
    JsonNode arguments() {
        return root.isObject() && !root.isEmpty() ? value() : Json.object();
    }

    private JsonNode value(JsonNode unresolved, String name, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException(
                    "the schema nests deeper than " + MAX_DEPTH + " levels at '" + name + "'");
        }
        JsonNode schema = merged(resolved(unresolved));
        if (schema.has("const")) {
            return schema.path("const");
        }
        if (schema.path("enum").isArray() && !schema.path("enum").isEmpty()) {
            return schema.path("enum").path(0);
        }
        for (String choice : List.of("anyOf", "oneOf")) {
            if (schema.path(choice).isArray() && !schema.path(choice).isEmpty()) {
                return value(simplest(schema.path(choice), depth), name, depth + 1);
            }
        }
        return switch (type(schema)) {
            case "object" -> object(schema, depth);
            case "array" -> array(schema, name, depth);
            case "integer", "number" -> SchemaScalars.number(schema);
            case "boolean" -> JsonNodeFactory.instance.booleanNode(true);
            case "null" -> JsonNodeFactory.instance.nullNode();
            default -> string(schema, name);
        };
    }

    private ObjectNode object(JsonNode schema, int depth) {
        ObjectNode object = Json.object();
        for (JsonNode required : TurnRequest.elements(schema.path(REQUIRED))) {
            String name = required.stringValue("");
            object.set(name, value(schema.path(PROPERTIES).path(name), name, depth + 1));
        }
        // A schema that requires nothing is filled near its root, or its value would say nothing.
        boolean fill = !schema.has(REQUIRED) && depth < FILLED_DEPTH;
        int least = fill ? Integer.MAX_VALUE : schema.path("minProperties").intValue(0);
        for (String name : schema.path(PROPERTIES).propertyNames()) {
            if (object.size() < least && !object.has(name)) {
                object.set(name, value(schema.path(PROPERTIES).path(name), name, depth + 1));
            }
        }
        return object;
    }

    private ArrayNode array(JsonNode schema, String name, int depth) {
        ArrayNode array = Json.array();
        List<JsonNode> prefix = TurnRequest.elements(schema.path("prefixItems"));
        prefix.forEach(item -> array.add(value(item, name, depth + 1)));
        int least = schema.path("minItems").intValue(1);
        int most = schema.path("maxItems").intValue(Integer.MAX_VALUE);
        // An element too many is wrong, one that would nest without end is worse: stop early where that is allowed.
        boolean optional = !schema.has("minItems") && depth > FILLED_DEPTH;
        while (!optional && array.size() < Math.min(least, most)) {
            array.add(value(schema.path("items"), name, depth + 1));
        }
        return array;
    }

    private JsonNode string(JsonNode schema, String name) {
        if (SchemaScalars.constrained(schema)) {
            return JsonNodeFactory.instance.stringNode(SchemaScalars.string(schema));
        }
        return JsonNodeFactory.instance.stringNode(
                SchemaScalars.bounded(schema, COMMAND_NAMES.contains(name) ? COMMAND : freeText));
    }

    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            return TurnRequest.elements(type).stream()
                    .map(one -> one.stringValue(""))
                    .filter(one -> !one.equals("null"))
                    .findFirst()
                    .orElse("null");
        }
        if (type.isString()) {
            return type.stringValue();
        }
        if (schema.has(PROPERTIES) || schema.has(REQUIRED)) {
            return "object";
        }
        return schema.has("items") ? "array" : SchemaScalars.looksNumeric(schema) ? "number" : "string";
    }

    /** The alternative that needs least: scalars before arrays before objects, and null only where the value is deep already. */
    private JsonNode simplest(JsonNode alternatives, int depth) {
        List<JsonNode> sorted = new ArrayList<>(TurnRequest.elements(alternatives));
        sorted.sort((a, b) -> Integer.compare(weight(a, depth), weight(b, depth)));
        return sorted.get(0);
    }

    private int weight(JsonNode alternative, int depth) {
        JsonNode schema = resolved(alternative);
        return switch (schema.has("const") || schema.has("enum") ? "enum" : type(schema)) {
            case "array" -> 1;
            case "object" -> 2;
            case "null" -> depth > FILLED_DEPTH ? -1 : 3;
            default -> 0;
        };
    }

    private JsonNode resolved(JsonNode schema) {
        JsonNode found = schema;
        Set<String> seen = new HashSet<>();
        while (found.path("$ref").isString()) {
            String reference = found.path("$ref").stringValue();
            if (!reference.startsWith("#") || !seen.add(reference)) {
                throw new IllegalArgumentException("the schema reference " + reference + " cannot be followed");
            }
            found = root.at(reference.substring(1));
        }
        return found;
    }

    /** A schema with the members of its {@code allOf} laid into it. */
    private JsonNode merged(JsonNode schema) {
        if (!schema.path("allOf").isArray()) {
            return schema;
        }
        ObjectNode all = ((ObjectNode) schema).deepCopy();
        for (JsonNode part : TurnRequest.elements(schema.path("allOf"))) {
            JsonNode other = merged(resolved(part));
            for (var field : other.properties()) {
                switch (field.getKey()) {
                    case PROPERTIES -> all.withObject("/" + PROPERTIES).setAll((ObjectNode) field.getValue());
                    case REQUIRED -> field.getValue().forEach(all.withArray("/" + REQUIRED)::add);
                    default -> all.set(field.getKey(), field.getValue());
                }
            }
        }
        all.remove("allOf");
        return all;
    }
}
