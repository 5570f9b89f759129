package dev.airelay.transforms.request;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One object of the client's request and its place. A member whose value is JSON null counts as absent.
 *
 * @param node the client's node; never changed
 * @param at its place
 */
public record ObjectView(ObjectNode node, Location at) {

    /** Returns a view of a whole request body. */
    public static ObjectView body(ObjectNode body) {
        return new ObjectView(body, Location.root());
    }

    /** Returns the member's value. */
    public Optional<Value> find(String name) {
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? Optional.empty() : Optional.of(new Value(value, at.member(name)));
    }

    /** Returns the value of a member that must be present. */
    public Value required(String name) {
        return find(name).orElseThrow(() -> Rejections.missing(at.member(name)));
    }

    /** Returns the member's text. */
    public Optional<String> text(String name) {
        return find(name).map(Value::text);
    }

    /** Returns the text of a member that must be present, not empty and short. */
    public String requiredText(String name) {
        return required(name).shortText();
    }

    /** Returns the member's text; empty when it is absent or of another kind. */
    public String textOrEmpty(String name) {
        return node.path(name).stringValue("");
    }

    /** Returns the member's object. */
    public Optional<ObjectView> object(String name) {
        return find(name).map(Value::object);
    }

    /** Returns the elements of the member's array; none when absent. */
    public List<Value> items(String name) {
        return find(name).map(Value::items).orElse(List.of());
    }

    /** Returns the names of the members that are not null, in the client's order. */
    public Collection<String> names() {
        List<String> names = new ArrayList<>(node.propertyNames());
        names.removeIf(name -> !has(name));
        return names;
    }

    /** Returns true when the member is present and not null. */
    public boolean has(String name) {
        return node.hasNonNull(name);
    }
}
