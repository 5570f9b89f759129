package dev.airelay.transforms.responses;

import static dev.airelay.transforms.request.Member.sent;

import dev.airelay.base.JsonTrees;
import dev.airelay.transforms.input.InputParts;
import dev.airelay.transforms.request.Checks;
import dev.airelay.transforms.request.Member;
import dev.airelay.transforms.request.ObjectView;
import dev.airelay.transforms.request.Rejections;
import dev.airelay.transforms.request.Shape;
import dev.airelay.transforms.request.Value;
import dev.airelay.transforms.tool.CallArguments;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * The members that an input item of one type may have upstream. An open shape copies all others unchanged; otherwise they
 * are omitted, because the upstream refuses a request with an unknown member. Ids are omitted unless the shape names them,
 * because they point to items that the upstream does not store. Immutable.
 */
final class ItemShape {

    private static final JsonNodeFactory NODES = JsonTrees.nodes();
    private static final String TYPE = "type";
    private static final String TEXT = "text";
    /** Members of listed items that mean nothing in an input. */
    private static final Set<String> OF_LISTINGS = Set.of(TYPE, "id", "created_by");

    private static final Set<String> CHOICES = Set.of(TYPE, "effort");
    private static final Shape TEXTS = Shape.list(Shape.object(sent("type"), sent("text")));

    private final Map<String, Field> fields;
    private final boolean open;

    /** Creates a shape without members. */
    ItemShape() {
        this(Map.of(), false);
    }

    private ItemShape(Map<String, Field> fields, boolean open) {
        this.fields = fields;
        this.open = open;
    }

    /** Returns the same shape, which copies additional members unchanged. */
    ItemShape open() {
        return new ItemShape(fields, true);
    }

    /** Returns whether the shape accepts additional members. */
    boolean isOpen() {
        return open;
    }

    /** Adds a text that must be present. */
    ItemShape text(String name) {
        return with(name, Presence.DEMANDED, ItemShape::copyText);
    }

    /** Adds a text that may be absent. */
    ItemShape optionalText(String name) {
        return with(name, Presence.ABSENT, ItemShape::copyText);
    }

    /** Adds the arguments of a call, which must be present. */
    ItemShape arguments(String name) {
        return with(name, Presence.DEMANDED, value -> StringNode.valueOf(CallArguments.read(value)));
    }

    /** Adds a value that is copied unchanged and must be present. */
    ItemShape any(String name) {
        return with(name, Presence.DEMANDED, Value::copy);
    }

    /** Adds a value that is copied unchanged and may be absent. */
    ItemShape optional(String name) {
        return with(name, Presence.ABSENT, Value::copy);
    }

    /** Adds a value that is copied unchanged and is null by default. */
    ItemShape nullable(String name) {
        return with(name, Presence.NULL, Value::copy);
    }

    /** Adds the output of a tool, a text or a list of content parts, which must be present. */
    ItemShape output(String name) {
        return with(
                name, new Field(Presence.DEMANDED, ItemShape::copyOutput, Optional.of(Shape.list(InputParts.SHAPE))));
    }

    /** Adds a list of parts with a type and a text; a part whose text is null is omitted. */
    ItemShape texts(String name) {
        return with(name, new Field(Presence.ABSENT, ItemShape::copyTexts, Optional.of(TEXTS)));
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

    /** Returns the item with only these members, its type first. */
    ObjectNode read(String type, ObjectView item) {
        ObjectNode read = NODES.objectNode().put(TYPE, type);
        fields.forEach((name, field) -> {
            Optional<Value> value = item.find(name);
            if (value.isPresent()) {
                read.set(name, field.copy().apply(value.get()));
            } else if (field.otherwise() == Presence.DEMANDED) {
                throw Rejections.missing(item.at().member(name));
            } else if (field.otherwise() == Presence.NULL) {
                read.putNull(name);
            }
        });
        if (open) {
            for (String name : item.names()) {
                if (!fields.containsKey(name) && !OF_LISTINGS.contains(name)) {
                    Value value = item.required(name);
                    requireShortChoices(value);
                    read.set(name, value.copy());
                }
            }
        }
        return read;
    }

    /** However the upstream handles such an item, types and choices are not content. */
    private static void requireShortChoices(Value value) {
        if (value.isArray()) {
            value.items().forEach(ItemShape::requireShortChoices);
        } else if (value.isObject()) {
            Checks.shortTexts(value.object(), CHOICES::contains);
            value.object()
                    .names()
                    .forEach(name -> requireShortChoices(value.object().required(name)));
        }
    }

    private ItemShape with(String name, Presence otherwise, Function<Value, JsonNode> copy) {
        return with(name, new Field(otherwise, copy, Optional.empty()));
    }

    private ItemShape with(String name, Field field) {
        Map<String, Field> more = new LinkedHashMap<>(fields);
        more.put(name, field);
        return new ItemShape(more, open);
    }

    private static JsonNode copyText(Value value) {
        value.text();
        return value.node();
    }

    private static JsonNode copyOutput(Value value) {
        if (value.isText()) {
            return value.node();
        }
        if (!value.isArray()) {
            throw Rejections.wrongType(value.at(), "one of a string or an array of objects", value.node());
        }
        return InputParts.readAll(value);
    }

    private static JsonNode copyTexts(Value value) {
        ArrayNode texts = NODES.arrayNode();
        for (Value part : value.items()) {
            ObjectView view = part.object();
            String type = view.requiredText(TYPE);
            Optional<Value> text = view.find(TEXT);
            if (text.isPresent() || !view.node().has(TEXT)) {
                texts.add(NODES.objectNode()
                        .put(TYPE, type)
                        .put(TEXT, view.required(TEXT).text()));
            }
        }
        return texts;
    }

    /** The handling of an absent member. */
    private enum Presence {
        DEMANDED,
        ABSENT,
        NULL
    }

    private record Field(Presence otherwise, Function<Value, JsonNode> copy, Optional<Shape> within) {}
}
