package dev.airelay.server.http;

import dev.airelay.base.JsonTrees;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.RequestRejected;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads request bodies as JSON objects.
 *
 * <p>Numbers keep their digits. Duplicate members are rejected, because programs disagree on which one counts.
 */
public final class JsonBody {

    /** Deeper than any JSON schema in use, shallow enough for every stack. */
    private static final int MAX_DEPTH = 200;

    private static final int OBJECT_BYTES = 64;
    private static final int ARRAY_BYTES = 32;
    private static final int MEMBER_BYTES = 32;
    private static final int ELEMENT_BYTES = 24;

    private final JsonTrees trees;
    private final StreamReadConstraints constraints;

    /**
     * Creates a reader.
     *
     * @param maxTextChars the longest JSON string to accept: one image may fill a whole body
     */
    public JsonBody(int maxTextChars) {
        constraints = StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxStringLength(maxTextChars)
                .build();
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(constraints)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        trees = new JsonTrees(factory, true);
    }

    /**
     * Returns the memory of a JSON text's tree, for the budget, besides the text itself: two bytes may become an object of a
     * hundred. Measured: 50 to 60 bytes for an empty object or array and about 200 for an object with one member.
     */
    public static long treeBytes(byte[] json) {
        long bytes = 0;
        boolean inString = false;
        for (int i = 0; i < json.length; i++) {
            byte b = json[i];
            if (b == '"') {
                inString = !inString;
            } else if (inString) {
                i += b == '\\' ? 1 : 0;
            } else {
                bytes += switch (b) {
                    case '{' -> OBJECT_BYTES;
                    case '[' -> ARRAY_BYTES;
                    case ':' -> MEMBER_BYTES;
                    case ',' -> ELEMENT_BYTES;
                    default -> 0;
                };
            }
        }
        return bytes;
    }

    /**
     * Returns the body's object.
     *
     * @throws RequestRejected with 400 when the body is empty, is not JSON, or is not an object
     */
    public ObjectNode read(byte[] body) {
        if (body.length == 0) {
            throw rejected("The request body is empty. Send a JSON object.");
        }
        try {
            JsonNode node = trees.read(body);
            if (node instanceof ObjectNode object) {
                return object;
            }
            throw rejected("The request body must be a JSON object.");
        } catch (StreamConstraintsException beyond) {
            throw rejected("The request body exceeds a limit: " + JsonFaults.limit(beyond, constraints) + ".");
        } catch (NumberFormatException beyond) {
            // Jackson throws this for an exponent that no BigDecimal can hold.
            throw rejected("The request body exceeds a limit: the exponent of a number is too large.");
        } catch (JacksonException malformed) {
            throw rejected("The request body is not valid JSON: " + JsonFaults.describe(malformed) + ".");
        }
    }

    private static RequestRejected rejected(String message) {
        return new RequestRejected(400, new ApiError(message, ApiError.INVALID_REQUEST, null, "invalid_json"));
    }
}
