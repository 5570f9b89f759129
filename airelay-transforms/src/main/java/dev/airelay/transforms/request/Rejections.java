package dev.airelay.transforms.request;

import dev.airelay.base.LogSafeText;
import dev.airelay.transforms.failure.ApiError;
import dev.airelay.transforms.failure.RequestRejected;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The rejections of invalid requests, each with OpenAI's wording and code.
 *
 * <p>Every method creates the exception, which the caller throws.
 */
public final class Rejections {

    private static final int SHOWN_CHARS = 80;
    private static final int SHOWN_NAMES = 8;

    private Rejections() {}

    /** Returns the rejection of a value of another JSON type than {@code expected}, for example {@code a string}. */
    public static RequestRejected wrongType(Location at, String expected, JsonNode got) {
        return RequestRejected.badRequest(
                at.toString(),
                "invalid_type",
                "Invalid type for '" + at + "': expected " + expected + ", but got " + kind(got) + " instead.");
    }

    /** Returns the rejection of a missing member. */
    public static RequestRejected missing(Location at) {
        return RequestRejected.badRequest(
                at.toString(), "missing_required_parameter", "Missing required parameter: '" + at + "'.");
    }

    /** Returns the rejection of a text outside a closed list. */
    public static RequestRejected notOneOf(Location at, String got, List<String> supported) {
        return RequestRejected.badRequest(
                at.toString(),
                "invalid_value",
                "Invalid value: '" + shown(got) + "'. Supported values are: " + quoted(supported) + ".");
    }

    /** Returns the rejection of a value that breaks a rule; {@code rule} is a sentence that states it. */
    public static RequestRejected invalid(Location at, String rule) {
        return invalid(at, "invalid_value", rule);
    }

    /** Returns the rejection of a value that breaks a rule for which OpenAI has its own code. */
    public static RequestRejected invalid(Location at, @Nullable String code, String rule) {
        String message = "Invalid '" + at + "': " + rule;
        return new RequestRejected(400, new ApiError(message, ApiError.INVALID_REQUEST, at.toString(), code));
    }

    /** Returns the rejection of an empty array. */
    public static RequestRejected emptyArray(Location at) {
        return invalid(
                at,
                "empty_array",
                "empty array. Expected an array with minimum length 1, but got an empty array instead.");
    }

    /** Returns the rejection of a member that the relay cannot honor; {@code reason} is a sentence. */
    public static RequestRejected unsupportedParameter(Location at, String reason) {
        return RequestRejected.badRequest(
                at.toString(), "unsupported_parameter", "Unsupported parameter: '" + at + "'. " + reason);
    }

    /** Returns the rejection of a value that OpenAI allows and the relay cannot honor; {@code reason} is a sentence. */
    public static RequestRejected unsupportedValue(Location at, String reason) {
        return RequestRejected.badRequest(
                at.toString(), "unsupported_value", "Unsupported value for '" + at + "'. " + reason);
    }

    /** Returns the rejection of a member that excludes another given one. */
    public static RequestRejected exclusive(Location at, String other) {
        return RequestRejected.badRequest(
                at.toString(),
                "mutually_exclusive_parameters",
                "Mutually exclusive parameters: '" + other + "' and '" + at + "'. Ensure you are only providing one of"
                        + " them.");
    }

    /** Returns the rejection of a message list or input list in which calls and outputs do not match. */
    public static RequestRejected unpaired(String param, String message) {
        return new RequestRejected(400, new ApiError(message, ApiError.INVALID_REQUEST, param, null));
    }

    /** Returns the text for an error: truncated, because a value can be megabytes long. */
    public static String shown(String text) {
        return LogSafeText.cut(text, SHOWN_CHARS);
    }

    /** Returns the first of many names or ids, each as {@link #shown}, and how many more there are. */
    public static String shown(List<String> texts) {
        String first = texts.stream().limit(SHOWN_NAMES).map(Rejections::shown).collect(Collectors.joining(", "));
        int more = texts.size() - SHOWN_NAMES;
        return more > 0 ? first + " and " + more + " more" : first;
    }

    private static String quoted(List<String> values) {
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                list.append(i < values.size() - 1 ? ", " : values.size() == 2 ? " and " : ", and ");
            }
            list.append('\'').append(values.get(i)).append('\'');
        }
        return list.toString();
    }

    private static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "an array";
            case STRING -> "a string";
            case BOOLEAN -> "a boolean";
            case NUMBER -> node.isIntegralNumber() ? "an integer" : "a decimal";
            default -> "null";
        };
    }
}
