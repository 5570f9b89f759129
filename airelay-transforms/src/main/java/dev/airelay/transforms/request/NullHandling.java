package dev.airelay.transforms.request;

import tools.jackson.databind.node.ObjectNode;

/** Removes members that are null: OpenAI treats them as absent, the upstream as a wrong type. */
public final class NullHandling {

    private NullHandling() {}

    /**
     * Returns a deep copy without the members that are null; those of nested objects are kept, because a schema may need
     * them.
     */
    public static ObjectNode without(ObjectNode object) {
        ObjectNode copy = object.objectNode();
        object.properties().forEach(member -> {
            if (!member.getValue().isNull()) {
                copy.set(member.getKey(), member.getValue().deepCopy());
            }
        });
        return copy;
    }
}
