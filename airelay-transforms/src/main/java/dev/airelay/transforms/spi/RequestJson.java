package dev.airelay.transforms.spi;

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
 * Reads the JSON object of a client's request. Safe for concurrent use.
 *
 * <p>Numbers keep their digits. Members that occur twice are refused, because programs disagree on which one counts.
 */
public final class RequestJson {

    /** Deeper than any JSON schema in use, shallow enough for every stack. */
    private static final int MAX_DEPTH = 200;

    private static final RequestJson UNLIMITED = new RequestJson(Integer.MAX_VALUE);

    private final JsonTrees trees;
    private final StreamReadConstraints constraints;

    /**
     * Creates a reader.
     *
     * @param maxTextChars the longest JSON string to accept: one image may fill a whole body
     */
    public RequestJson(int maxTextChars) {
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

    /** Returns the reader that leaves the length of strings to the caller, who limits the whole body. */
    static RequestJson unlimited() {
        return UNLIMITED;
    }

    /**
     * Returns the body's object.
     *
     * @param body the body, decompressed, in UTF-8
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
            // Jackson lets this one through for an exponent that no BigDecimal can hold.
            throw rejected("The request body exceeds a limit: the exponent of a number is too large.");
        } catch (JacksonException malformed) {
            throw rejected("The request body is not valid JSON: " + JsonFaults.describe(malformed) + ".");
        }
    }

    private static RequestRejected rejected(String message) {
        return new RequestRejected(400, new ApiError(message, ApiError.INVALID_REQUEST, null, "invalid_json"));
    }
}
