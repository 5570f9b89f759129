package dev.airelay.emulator.common;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON trees to bytes and back. Large enough limits for an inlined image of 100 MB. */
public final class Json {
    private static final int MAX_STRING_CHARS = 150_000_000;
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(MAX_STRING_CHARS)
                            .build())
                    .build())
            .build();

    private Json() {}

    /** A new, empty object. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** A new, empty array. */
    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** The tree as UTF-8 bytes. */
    public static byte[] bytes(JsonNode node) {
        return MAPPER.writeValueAsBytes(node);
    }

    /** The tree as one line. */
    public static String text(JsonNode node) {
        return MAPPER.writeValueAsString(node);
    }

    /** The tree over several lines, broken only between tokens. */
    public static String indented(JsonNode node) {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node);
    }

    /** Empty when the bytes are not one JSON value. */
    public static Optional<JsonNode> read(byte[] bytes) {
        try {
            return Optional.ofNullable(MAPPER.readTree(bytes)).filter(node -> !node.isMissingNode());
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }

    /** The text of a string field, or {@code fallback} when it is absent, null or of another type. */
    public static String string(JsonNode object, String field, String fallback) {
        return object.path(field).stringValue(fallback);
    }

    /** The text of a string field, or an empty text. */
    public static String string(JsonNode object, String field) {
        return string(object, field, "");
    }
}
