package dev.airelay.transforms.request;

import tools.jackson.databind.node.ObjectNode;

/** Checks metadata: at most 16 pairs, keys of at most 64 and text values of at most 512 characters. */
public final class Metadata {

    private static final int MAX_PAIRS = 16;
    private static final int MAX_KEY_CHARS = 64;
    private static final int MAX_VALUE_CHARS = 512;

    private Metadata() {}

    /** Returns a copy of the valid metadata. */
    public static ObjectNode checked(Value metadata) {
        ObjectView pairs = metadata.object();
        if (pairs.node().size() > MAX_PAIRS) {
            throw Rejections.invalid(
                    metadata.at(),
                    "object_above_max_properties",
                    "too many properties. Expected at most " + MAX_PAIRS + ", but got "
                            + pairs.node().size() + " instead.");
        }
        pairs.node().properties().forEach(pair -> {
            Location at = metadata.at().member(Rejections.shown(pair.getKey()));
            if (pair.getKey().length() > MAX_KEY_CHARS) {
                throw Rejections.invalid(
                        at, "string_above_max_length", "Expected a key of at most " + MAX_KEY_CHARS + " characters.");
            }
            Checks.text(MAX_VALUE_CHARS).accept(new Value(pair.getValue(), at));
        });
        return pairs.node().deepCopy();
    }
}
