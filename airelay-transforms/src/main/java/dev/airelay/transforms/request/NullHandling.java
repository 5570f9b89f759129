package dev.airelay.transforms.request;

import tools.jackson.databind.node.ObjectNode;

/** Leaves out members that are null: the same as absent to OpenAI, a wrong type to the upstream. */
public final class NullHandling {

    private NullHandling() {}

    /** Returns a deep copy without the members that are null; those of nested objects stay, a schema may need them. */
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
