package dev.airelay.transforms.request;

import static dev.airelay.transforms.request.Member.onlyIf;
import static dev.airelay.transforms.request.Member.sent;

import dev.airelay.transforms.json.Json;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * The format of the response's text, in the nested form of Chat Completions and in the flat form of the upstream. The schema
 * is copied unchanged.
 */
public final class ResponseFormat {

    private static final String JSON_SCHEMA = "json_schema";
    private static final String SCHEMA = "schema";
    private static final List<String> TYPES = List.of("text", "json_object", JSON_SCHEMA);
    private static final String NO_SCHEMA = "A schema requires the type json_schema.";

    /** The members of a format in the form of Chat Completions. */
    public static final Shape SHAPE = Shape.ofKinds(
            format -> format.textOrEmpty("type"),
            Map.entry("text", Shape.object(sent("type"), noSchema(), noNestedSchema())),
            Map.entry("json_object", Shape.object(sent("type"), noSchema(), noNestedSchema())),
            Map.entry(
                    JSON_SCHEMA,
                    Shape.object(
                            sent("type"),
                            Member.<Object>sent(JSON_SCHEMA)
                                    .of(Shape.object(sent("name"), sent("description"), sent(SCHEMA), sent("strict"))),
                            onlyIf(SCHEMA, "Put it inside 'json_schema'.", NoOpValues::saysNothing))));

    /** The members of a format in the upstream's form, whose unknown members are sent unchanged. */
    public static final Shape FLAT = Shape.ofKinds(
            format -> format.textOrEmpty("type"),
            Map.entry("text", Shape.open(List.of(noSchema()))),
            Map.entry("json_object", Shape.open(List.of(noSchema()))),
            Map.entry(
                    JSON_SCHEMA, Shape.open(List.of(sent("name"), sent("description"), sent(SCHEMA), sent("strict")))));

    private ResponseFormat() {}

    /** A schema with a type that has none would be lost. */
    private static Member<Object> noSchema() {
        return onlyIf(SCHEMA, NO_SCHEMA, NoOpValues::saysNothing);
    }

    private static Member<Object> noNestedSchema() {
        return onlyIf(JSON_SCHEMA, NO_SCHEMA, NoOpValues::saysNothing);
    }

    /** Returns the upstream's form of a format in its own form: a copy of it. */
    public static ObjectNode readFlat(Value value) {
        ObjectView format = value.object();
        if (format.required("type").oneOf(TYPES).equals(JSON_SCHEMA)) {
            SchemaName.checked(format.required("name"));
            format.required(SCHEMA).object();
            format.text("description");
            format.find("strict").ifPresent(Value::flag);
        }
        return NullHandling.without(format.node());
    }

    /** Returns the upstream's form of a format in the form of Chat Completions. */
    public static ObjectNode read(Value format) {
        ObjectView view = format.object();
        String type = view.required("type").oneOf(TYPES);
        ObjectNode flat = Json.object().put("type", type);
        if (type.equals(JSON_SCHEMA)) {
            ObjectView schema = view.required(JSON_SCHEMA).object();
            flat.put("name", SchemaName.checked(schema.required("name")));
            schema.text("description").ifPresent(description -> flat.put("description", description));
            flat.set(SCHEMA, schema.required(SCHEMA).object().node().deepCopy());
            schema.find("strict").ifPresent(strict -> flat.put("strict", strict.flag()));
        }
        return flat;
    }
}
