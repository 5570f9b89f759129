package dev.airelay.transforms.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One value of the client's request and its place. Reading it as another type throws {@link
 * dev.airelay.transforms.failure.RequestRejected} with the place, the type found and the type expected.
 *
 * @param node the client's node; never changed
 * @param at its place
 */
public record Value(JsonNode node, Location at) {

    /** Returns the text. */
    public String text() {
        if (!node.isString()) {
            throw Rejections.wrongType(at, "a string", node);
        }
        return node.stringValue();
    }

    /** Returns the text, which must be one of {@code supported}. */
    public String oneOf(List<String> supported) {
        String text = text();
        if (!supported.contains(text)) {
            throw Rejections.notOneOf(at, text, supported);
        }
        return text;
    }

    /** Returns the entry of {@code table} for the text, which must be one of its keys. */
    public <T> T oneOf(Map<String, T> table) {
        T entry = table.get(text());
        if (entry == null) {
            throw Rejections.notOneOf(at, text(), List.copyOf(table.keySet()));
        }
        return entry;
    }

    /** Returns a name, a choice or another text that is not content: not empty, and of limited length. */
    public String shortText() {
        return Checks.requireLength(this, nonEmptyText(), Checks.MAX_SHORT_CHARS);
    }

    /** Returns a call's id: not empty, and of limited length. */
    public String id() {
        return Checks.requireLength(this, nonEmptyText(), Checks.MAX_ID_CHARS);
    }

    /** Returns the text, which must not be empty. */
    public String nonEmptyText() {
        String text = text();
        if (text.isEmpty()) {
            throw Rejections.invalid(at, "empty string. Expected a string with minimum length 1.");
        }
        return text;
    }

    /** Returns the boolean. */
    public boolean flag() {
        if (!node.isBoolean()) {
            throw Rejections.wrongType(at, "a boolean", node);
        }
        return node.booleanValue();
    }

    /** Returns the number, rounded to a double if it has more digits. */
    public double number() {
        if (!node.isNumber()) {
            throw Rejections.wrongType(at, "a number", node);
        }
        return node.doubleValueOpt().orElseThrow(() -> Rejections.invalid(at, "the number is too large."));
    }

    /** Returns the integer, which must fit 64 bits. */
    public long integer() {
        if (!node.isIntegralNumber()) {
            throw Rejections.wrongType(at, "an integer", node);
        }
        return node.longValueOpt().orElseThrow(() -> Rejections.invalid(at, "the integer does not fit into 64 bits."));
    }

    /** Returns the object. */
    public ObjectView object() {
        if (node instanceof ObjectNode object) {
            return new ObjectView(object, at);
        }
        throw Rejections.wrongType(at, "an object", node);
    }

    /** Returns the array's elements; a null element is an element. */
    public List<Value> items() {
        if (!node.isArray()) {
            throw Rejections.wrongType(at, "an array", node);
        }
        List<Value> items = new ArrayList<>(node.size());
        for (JsonNode item : node) {
            items.add(new Value(item, at.index(items.size())));
        }
        return items;
    }

    /** Returns the array's elements; there must be at least one. */
    public List<Value> nonEmptyItems() {
        List<Value> items = items();
        if (items.isEmpty()) {
            throw Rejections.emptyArray(at);
        }
        return items;
    }

    /** Returns true for a text. */
    public boolean isText() {
        return node.isString();
    }

    /** Returns true for an object. */
    public boolean isObject() {
        return node.isObject();
    }

    /** Returns true for an array. */
    public boolean isArray() {
        return node.isArray();
    }

    /** Returns a node that the caller may keep, and put into another tree. */
    public JsonNode copy() {
        return node.deepCopy();
    }
}
