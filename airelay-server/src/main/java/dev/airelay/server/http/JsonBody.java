package dev.airelay.server.http;

import dev.airelay.base.ByteScan;
import dev.airelay.transforms.failure.RequestRejected;
import dev.airelay.transforms.spi.RequestJson;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads request bodies as JSON objects.
 *
 * <p>Numbers keep their digits. Duplicate members are rejected, because programs disagree on which one counts.
 */
public final class JsonBody {

    private static final int OBJECT_BYTES = 64;
    private static final int ARRAY_BYTES = 32;
    private static final int MEMBER_BYTES = 32;
    private static final int ELEMENT_BYTES = 24;

    private final RequestJson json;

    /**
     * Creates a reader.
     *
     * @param maxTextChars the longest JSON string to accept: one image may fill a whole body
     */
    public JsonBody(int maxTextChars) {
        json = new RequestJson(maxTextChars);
    }

    /**
     * Returns the memory of a JSON text's tree, for the budget, besides the text itself: two bytes may become an object of a
     * hundred. Measured: 50 to 60 bytes for an empty object or array and about 200 for an object with one member.
     */
    public static long treeBytes(byte[] json) {
        long bytes = 0;
        int i = 0;
        while (i < json.length) {
            bytes += switch (json[i]) {
                case '{' -> OBJECT_BYTES;
                case '[' -> ARRAY_BYTES;
                case ':' -> MEMBER_BYTES;
                case ',' -> ELEMENT_BYTES;
                default -> 0;
            };
            i = json[i] == '"' ? stringEnd(json, i + 1) : i + 1;
        }
        return bytes;
    }

    /** Returns the offset after the string's closing quote; the length if it has none. */
    private static int stringEnd(byte[] json, int from) {
        int i = ByteScan.plainEnd(json, from, json.length);
        while (i < json.length && json[i] != '"') {
            i = ByteScan.plainEnd(json, Math.min(i + (json[i] == '\\' ? 2 : 1), json.length), json.length);
        }
        return Math.min(i + 1, json.length);
    }

    /**
     * Returns the body's object.
     *
     * @throws RequestRejected with 400 when the body is empty, is not JSON, or is not an object
     */
    public ObjectNode read(byte[] body) {
        return json.read(body);
    }
}
