package dev.airelay.transforms.responses;

import dev.airelay.transforms.request.CallLedger;
import dev.airelay.transforms.request.Faults;
import dev.airelay.transforms.request.InputParts;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * The members that an input item of one type may have upstream. All others are left out: ids point to items that the
 * upstream does not keep, and a member that it does not know makes it refuse the request. Immutable.
 */
final class ItemShape {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Map<String, Field> fields;

    /** Creates a shape without members. */
    ItemShape() {
        this(Map.of());
    }

    private ItemShape(Map<String, Field> fields) {
        this.fields = fields;
    }

    /** Adds a text that must be present. */
    ItemShape text(String name) {
        return with(name, true, ItemShape::copyText);
    }

    /** Adds a text that may be absent. */
    ItemShape optionalText(String name) {
        return with(name, false, ItemShape::copyText);
    }

    /** Adds the id of a call that may have none, shortened where the upstream would refuse its length. */
    ItemShape optionalCallId() {
        return with("call_id", false, ItemShape::copyCallId);
    }

    /** Adds a value that is copied as it is and must be present. */
    ItemShape any(String name) {
        return with(name, true, Value::copy);
    }

    /** Adds a value that is copied as it is and may be absent. */
    ItemShape optional(String name) {
        return with(name, false, Value::copy);
    }

    /** Adds the output of a tool, a text or a list of content parts, which must be present. */
    ItemShape output(String name) {
        return with(name, true, ItemShape::copyOutput);
    }

    /** Adds a list of parts with a type and a text; both must be present in each. */
    ItemShape texts(String name) {
        return with(name, false, ItemShape::copyTexts);
    }

    /** Returns the item with these members alone, its type first. */
    ObjectNode read(String type, ObjectView item) {
        ObjectNode read = NODES.objectNode().put("type", type);
        fields.forEach((name, field) -> {
            if (field.required()) {
                read.set(name, field.copy().apply(item.required(name)));
            } else {
                item.find(name).ifPresent(value -> read.set(name, field.copy().apply(value)));
            }
        });
        return read;
    }

    private ItemShape with(String name, boolean required, Function<Value, JsonNode> copy) {
        Map<String, Field> more = new LinkedHashMap<>(fields);
        more.put(name, new Field(required, copy));
        return new ItemShape(more);
    }

    private static JsonNode copyText(Value value) {
        value.text();
        return value.node();
    }

    private static JsonNode copyCallId(Value value) {
        return StringNode.valueOf(CallLedger.shortened(value.id()));
    }

    private static JsonNode copyOutput(Value value) {
        if (value.isText()) {
            return value.node();
        }
        if (!value.isArray()) {
            throw Faults.wrongType(value.at(), "one of a string or an array of objects", value.node());
        }
        return InputParts.readAll(value);
    }

    private static JsonNode copyTexts(Value value) {
        ArrayNode texts = NODES.arrayNode();
        for (Value part : value.items()) {
            ObjectView view = part.object();
            texts.add(NODES.objectNode()
                    .put("type", view.requiredText("type"))
                    .put("text", view.required("text").text()));
        }
        return texts;
    }

    private record Field(boolean required, Function<Value, JsonNode> copy) {}
}
