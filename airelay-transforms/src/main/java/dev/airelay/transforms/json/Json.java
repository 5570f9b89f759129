package dev.airelay.transforms.json;

import dev.airelay.base.JsonTrees;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes trees, for rare, large objects. Numbers keep their digits. */
public final class Json {

    private static final JsonTrees JSON = JsonTrees.exact();

    private Json() {}

    /** Returns the value as a tree; a missing node when the bytes are not JSON. */
    public static JsonNode read(byte[] json, int offset, int length) {
        try {
            return JSON.read(json, offset, length);
        } catch (JacksonException malformed) {
            return MissingNode.getInstance();
        }
    }

    /** Returns the tree as compact UTF-8 text on one line. */
    public static byte[] write(JsonNode node) {
        return JsonBuffer.text(buffer -> buffer.tree(node));
    }

    /** Returns a new empty object. */
    public static ObjectNode object() {
        return JsonTrees.nodes().objectNode();
    }

    /** Returns a new empty array. */
    public static ArrayNode array() {
        return JsonTrees.nodes().arrayNode();
    }

    /** Returns the text member {@code name}, or empty text if it is absent or not a text. */
    public static String text(JsonNode object, String name) {
        return object.path(name).stringValue("");
    }
}
