package dev.airelay.transforms.responses;

import static dev.airelay.transforms.request.Member.sent;

import dev.airelay.transforms.request.CallLedger;
import dev.airelay.transforms.request.Faults;
import dev.airelay.transforms.request.InputParts;
import dev.airelay.transforms.request.Member;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.Shape;
import dev.airelay.transforms.request.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private static final Shape TEXTS = Shape.list(Shape.object(sent("type"), sent("text")));

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
        return with(name, new Field(true, ItemShape::copyOutput, Optional.of(Shape.list(InputParts.SHAPE))));
    }

    /** Adds a list of parts with a type and a text; both must be present in each. */
    ItemShape texts(String name) {
        return with(name, new Field(false, ItemShape::copyTexts, Optional.of(TEXTS)));
    }

    /** Returns the declaration of these members. */
    List<Member<Object>> members() {
        List<Member<Object>> members = new ArrayList<>();
        fields.forEach((name, field) -> {
            Member<Object> member = sent(name);
            members.add(field.within().map(member::of).orElse(member));
        });
        return members;
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
        return with(name, new Field(required, copy, Optional.empty()));
    }

    private ItemShape with(String name, Field field) {
        Map<String, Field> more = new LinkedHashMap<>(fields);
        more.put(name, field);
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

    private record Field(boolean required, Function<Value, JsonNode> copy, Optional<Shape> within) {}
}
