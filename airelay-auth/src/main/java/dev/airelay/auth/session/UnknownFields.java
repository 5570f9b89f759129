package dev.airelay.auth.session;

import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Other programs' fields in a stored session, kept unchanged. Immutable; the text form is empty. */
final class UnknownFields {
    /** No fields. */
    static final UnknownFields NONE = new UnknownFields(JsonNodeFactory.instance.objectNode());

    private final ObjectNode fields;

    private UnknownFields(ObjectNode fields) {
        this.fields = fields;
    }

    /** The fields of an object except these; none if it is not an object. */
    static UnknownFields of(JsonNode object, Set<String> known) {
        if (!object.isObject()) {
            return NONE;
        }
        ObjectNode rest = ((ObjectNode) object).deepCopy();
        rest.remove(known);
        return new UnknownFields(rest);
    }

    /** Adds the fields to an object that has none of these names. */
    void copyTo(ObjectNode target) {
        target.setAll(fields.deepCopy());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UnknownFields unknown && fields.equals(unknown.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    @Override
    public String toString() {
        return "UnknownFields[" + fields.size() + "]";
    }
}
