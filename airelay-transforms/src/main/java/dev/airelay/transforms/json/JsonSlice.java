package dev.airelay.transforms.json;

import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One JSON value inside a longer text: a view of shared bytes that must not be changed.
 *
 * @param bytes the text that contains the value
 * @param from offset of the value's first byte
 * @param to offset after its last byte
 */
public record JsonSlice(byte[] bytes, int from, int to) {

    /** Any such number fits into a {@code long}. */
    private static final int MAX_DIGITS = 18;

    /** A member with its name rarely has fewer. */
    private static final int BYTES_PER_MEMBER = 16;

    private static final int MANY_MEMBERS = 10;

    /** Returns a value that is the whole text. */
    public static JsonSlice of(byte[] text) {
        return new JsonSlice(text, 0, text.length);
    }

    /** Returns true when the value is {@code null}. */
    public boolean isNull() {
        return from < to && bytes[from] == 'n';
    }

    /** Returns the value of a string; empty text when it is not one. */
    public String string() {
        boolean string = from < to && bytes[from] == '"';
        return string ? new JsonText(bytes, from + 1, to - 1, true).toString() : "";
    }

    /** Returns the value of an integer, or {@code absent} when it is not one that fits. */
    public long integer(long absent) {
        return from < to ? JsonMembers.integer(bytes, from, to, absent) : absent;
    }

    /** Returns true when the value is an integer of at most 18 digits, without sign, fraction or exponent. */
    public boolean isCount() {
        for (int i = from; i < to; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return false;
            }
        }
        return from < to && to - from <= MAX_DIGITS;
    }

    /** Returns true when the value is an object. */
    public boolean isObject() {
        return from < to && bytes[from] == '{';
    }

    /** Returns true when the value is an array. */
    public boolean isArray() {
        return from < to && bytes[from] == '[';
    }

    /** Returns whether both are the same bytes. */
    public boolean sameBytes(JsonSlice other) {
        return Arrays.equals(bytes, from, to, other.bytes, other.from, other.to);
    }

    /** Returns the elements of an array; none when the value is not an array. */
    public List<JsonSlice> elements() {
        return isArray() ? JsonMembers.elements(this) : List.of();
    }

    /** Returns the value as a tree. */
    public JsonNode toNode() {
        return Json.read(bytes, from, to - from);
    }

    /** Returns the value as a tree; an empty one when it is not an object. */
    public ObjectNode toObject() {
        return isObject() && toNode() instanceof ObjectNode object ? object : Json.object();
    }

    /** Returns the members of the value; none when it is not an object. */
    public JsonMembers members() {
        JsonMembers members = new JsonMembers(Math.min((to - from) / BYTES_PER_MEMBER + 1, MANY_MEMBERS));
        members.scan(bytes, from, to);
        return members;
    }
}
