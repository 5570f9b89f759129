package dev.airelay.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes random values that a JSON schema accepts, of the schema words that OpenAI's description uses.
 *
 * <p>Where the schema says less than the API demands, {@link MeantValues} knows more; a missing node is left out.
 */
final class RandomJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DEEP = 9;
    private static final int MANY = 3;
    private static final String TYPE = "type";
    private static final String REFERENCE = "$ref";
    private static final List<String> TEXTS = List.of(
            "hello",
            "Say \"hi\"\n",
            "x",
            "0",
            "null",
            "Grüße, 世界",
            "👩‍👩‍👧 \u2028 \u0001 \\ / </script>",
            "a b\tc",
            "{\"a\": [1]}",
            "");

    private final Map<String, Function<Random, JsonNode>> meant;
    private final JsonNode definitions;
    private final Random random;

    RandomJson(JsonNode definitions, Map<String, Function<Random, JsonNode>> meant, Random random) {
        this.definitions = definitions;
        this.meant = meant;
        this.random = random;
    }

    /** Returns a value of this definition. */
    JsonNode ofDefinition(String name) {
        return value(definitions.path(name), 0);
    }

    private JsonNode value(JsonNode schema, int depth) {
        if (schema.has(REFERENCE)) {
            String name = name(schema);
            return Optional.ofNullable(meant.get(name))
                    .map(known -> known.apply(random))
                    .orElseGet(() -> value(definitions.path(name), depth + 1));
        }
        if (schema.has("allOf") || schema.has("properties")) {
            return object(parts(schema, new ArrayList<>()), depth);
        }
        if (schema.has("anyOf")) {
            return value(branch(schema.path("anyOf"), depth), depth);
        }
        if (schema.has("enum")) {
            return any(schema.path("enum")).deepCopy();
        }
        return schema.has("const") ? schema.path("const").deepCopy() : ofType(schema, depth);
    }

    private JsonNode ofType(JsonNode schema, int depth) {
        JsonNode types = schema.path(TYPE);
        String type = (types.isArray() ? any(types) : types).stringValue("string");
        return switch (type) {
            case "null" -> NODES.nullNode();
            case "boolean" -> NODES.booleanNode(random.nextBoolean());
            case "integer" -> NODES.numberNode(integer(schema));
            case "number" -> NODES.numberNode(number(schema));
            case "array" -> array(schema, depth);
            case "object" -> map(schema, depth);
            default -> NODES.stringNode(text(schema));
        };
    }

    private static String name(JsonNode schema) {
        String reference = schema.path(REFERENCE).stringValue("");
        return reference.substring(reference.lastIndexOf('/') + 1);
    }

    /** A branch of a choice; far down one that ends it, and null seldom, because it means absent. */
    private JsonNode branch(JsonNode branches, int depth) {
        List<JsonNode> ends = branches.valueStream()
                .filter(branch -> !branch.has(REFERENCE) && !branch.has("items"))
                .toList();
        if (depth > DEEP && !ends.isEmpty()) {
            return ends.get(random.nextInt(ends.size()));
        }
        List<JsonNode> telling = branches.valueStream()
                .filter(branch -> !branch.path(TYPE).stringValue("").equals("null"))
                .toList();
        return random.nextInt(8) == 0 ? any(branches) : telling.get(random.nextInt(telling.size()));
    }

    /** The schemas that an object must fit at once, choices among them already made. */
    private List<JsonNode> parts(JsonNode schema, List<JsonNode> found) {
        if (schema.has(REFERENCE)) {
            return parts(definitions.path(name(schema)), found);
        }
        found.add(schema);
        schema.path("allOf").forEach(part -> parts(part, found));
        if (schema.has("anyOf") && !schema.has("properties")) {
            parts(branch(schema.path("anyOf"), 0), found);
        }
        return found;
    }

    private JsonNode object(List<JsonNode> parts, int depth) {
        List<String> required = parts.stream()
                .flatMap(part -> part.path("required").valueStream())
                .map(JsonNode::stringValue)
                .toList();
        ObjectNode object = NODES.objectNode();
        for (JsonNode part : parts) {
            part.path("properties").properties().forEach(member -> {
                String name = member.getKey();
                if (!object.has(name) && (required.contains(name) || wanted(depth))) {
                    member(name, member.getValue(), depth).ifPresent(value -> object.set(name, value));
                }
            });
        }
        return object;
    }

    private Optional<JsonNode> member(String name, JsonNode schema, int depth) {
        Function<Random, JsonNode> known = schema.has("enum") || schema.has("const") ? null : meant.get("." + name);
        return known == null
                ? Optional.of(value(schema, depth + 1))
                : Optional.of(known.apply(random)).filter(value -> !value.isMissingNode());
    }

    private boolean wanted(int depth) {
        return depth < DEEP && random.nextInt(depth == 0 ? 5 : 3) == 0;
    }

    private JsonNode map(JsonNode schema, int depth) {
        ObjectNode object = NODES.objectNode();
        JsonNode values = schema.path("additionalProperties");
        if (values.isObject() && depth < DEEP) {
            IntStream.range(0, random.nextInt(MANY)).forEach(i -> object.set("key" + i, value(values, depth + 1)));
        }
        return object;
    }

    private ArrayNode array(JsonNode schema, int depth) {
        int least = schema.path("minItems").intValue(0);
        int most = Math.min(schema.path("maxItems").intValue(MANY), Math.max(least, depth > DEEP ? 0 : MANY));
        ArrayNode array = NODES.arrayNode();
        for (int size = least + random.nextInt(most - least + 1); size > 0; size--) {
            array.add(value(schema.path("items"), depth + 1));
        }
        return array;
    }

    private long integer(JsonNode schema) {
        long least = schema.path("minimum").longValue(0);
        long most = schema.path("maximum").longValue(least + 1000);
        return least + random.nextLong(most - least + 1);
    }

    private double number(JsonNode schema) {
        double least = schema.path("minimum").doubleValue(0);
        return least + random.nextDouble() * (schema.path("maximum").doubleValue(least + 10) - least);
    }

    private String text(JsonNode schema) {
        if (schema.path("format").stringValue("").equals("uri")) {
            return "https://example.com/" + random.nextInt(10);
        }
        if (schema.has("pattern")) {
            return schema.path("pattern").stringValue("").startsWith("^tunnel")
                    ? "tunnel_" + "a1".repeat(16)
                    : "name_" + random.nextInt(10);
        }
        String text = TEXTS.get(random.nextInt(TEXTS.size()));
        int least = schema.path("minLength").intValue(0);
        int most = schema.path("maxLength").intValue(Integer.MAX_VALUE);
        String filled = text.length() < least ? text + "x".repeat(least - text.length()) : text;
        return filled.substring(0, Math.min(most, filled.length()));
    }

    private JsonNode any(JsonNode array) {
        return array.get(random.nextInt(array.size()));
    }
}
