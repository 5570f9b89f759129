package dev.airelay.store.frame;

import dev.airelay.base.JsonTrees;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Frame headers as JSON objects. The stored record defines the field names. */
public final class JsonHeader {
    private static final JsonTrees JSON = JsonTrees.usual();

    private JsonHeader() {}

    /** Returns an empty header. */
    public static ObjectNode create() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Returns the header as JSON text. */
    public static byte[] bytes(ObjectNode header) {
        return JSON.write(header);
    }

    /** Returns the header that was written as JSON text. */
    public static JsonNode parse(byte[] header) throws DamagedEntryException {
        try {
            return JSON.read(header);
        } catch (JacksonException malformed) {
            throw new DamagedEntryException("its header is not JSON", malformed);
        }
    }

    /** Returns a text that the header must have. */
    public static String text(JsonNode header, String field) throws DamagedEntryException {
        return optionalText(header, field).orElseThrow(() -> new DamagedEntryException("its header lacks " + field));
    }

    /** Returns a text of the header; empty if it is missing or not a text. */
    public static Optional<String> optionalText(JsonNode header, String field) {
        JsonNode value = header.path(field);
        return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
    }

    /** Returns a whole number that the header must have. */
    public static long number(JsonNode header, String field) throws DamagedEntryException {
        return optionalNumber(header, field).orElseThrow(() -> new DamagedEntryException("its header lacks " + field));
    }

    /** Returns a whole number of the header; empty if it is missing or not a whole number. */
    public static Optional<Long> optionalNumber(JsonNode header, String field) {
        JsonNode value = header.path(field);
        return value.canConvertToLong() && value.isIntegralNumber() ? Optional.of(value.longValue()) : Optional.empty();
    }

    /** Times are stored as milliseconds since 1970. */
    public static Instant instant(JsonNode header, String field) throws DamagedEntryException {
        return Instant.ofEpochMilli(number(header, field));
    }
}
