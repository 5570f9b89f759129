package dev.airelay.server;

import dev.airelay.transforms.ApiError;
import dev.airelay.transforms.RequestRejected;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads request bodies as JSON objects.
 *
 * <p>Numbers keep their digits. Members that occur twice are refused, because programs disagree on which one counts.
 */
final class JsonBody {

    /** Deeper than any JSON schema in use, shallow enough for every stack. */
    private static final int MAX_DEPTH = 200;

    /** Where Jackson says what it reads from, which for a request tells nothing: {@code (start marker at [Source: ...])}. */
    private static final Pattern SOURCE = Pattern.compile(
            "(?<!\\s)\\s*+(?:\\((?:start marker|for [A-Za-z]{1,20} starting) at \\[Source:[^\\[\\]]*+\\]\\)"
                    + "|(?:at )?\\[Source:[^\\[\\]]*+\\])");

    private final JsonMapper mapper;

    /**
     * Creates a reader.
     *
     * @param maxTextChars the longest JSON string to accept: one image may fill a whole body
     */
    JsonBody(int maxTextChars) {
        StreamReadConstraints constraints = StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxStringLength(maxTextChars)
                .build();
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(constraints)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        mapper = JsonMapper.builder(factory)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
    }

    /**
     * Returns the body's object.
     *
     * @throws RequestRejected with 400 when the body is empty, is not JSON, or is not an object
     */
    ObjectNode read(byte[] body) {
        if (body.length == 0) {
            throw rejected("The request body is empty. Send a JSON object.");
        }
        try {
            JsonNode node = mapper.readTree(body);
            if (node instanceof ObjectNode object) {
                return object;
            }
            throw rejected("The request body must be a JSON object.");
        } catch (StreamConstraintsException tooDeep) {
            throw rejected("The request body exceeds a limit: " + tooDeep.getOriginalMessage());
        } catch (NumberFormatException tooLarge) {
            // Jackson lets this one through for an exponent that no BigDecimal can hold.
            throw rejected("The request body exceeds a limit: " + tooLarge.getMessage());
        } catch (MismatchedInputException more) {
            throw malformed("something follows the JSON value", more);
        } catch (JacksonException malformed) {
            throw malformed(SOURCE.matcher(malformed.getOriginalMessage()).replaceAll(""), malformed);
        }
    }

    private static RequestRejected malformed(String what, JacksonException failure) {
        return rejected("The request body is not valid JSON: " + what + " at line "
                + failure.getLocation().getLineNr() + ", column "
                + failure.getLocation().getColumnNr() + ".");
    }

    private static RequestRejected rejected(String message) {
        return new RequestRejected(400, new ApiError(message, ApiError.INVALID_REQUEST, null, "invalid_json"));
    }
}
