package dev.airelay.emulator.check;

import dev.airelay.emulator.http.Refusal;
import dev.airelay.emulator.http.RefusedException;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The backend's texts for values that are wrong in common ways. {@code path} is like {@code input[2].call_id}. */
final class BadRequests {
    private static final int MAX_ID_CHARS = 64;
    private static final Pattern TOOL_NAME = Pattern.compile("^[a-zA-Z0-9_-]+$");

    private BadRequests() {}

    static RefusedException detail(String text) {
        return new RefusedException(Refusal.detail(text));
    }

    static RefusedException invalid(String message, @Nullable String param, @Nullable String code) {
        return new RefusedException(Refusal.invalid(message, param, code));
    }

    static RefusedException missing(String path) {
        return invalid("Missing required parameter: '" + path + "'.", path, "missing_required_parameter");
    }

    /** A member that the object does not have. */
    static RefusedException unknown(String path) {
        return invalid("Unknown parameter: '" + path + "'.", path, "unknown_parameter");
    }

    /** A text that must say something. */
    static RefusedException empty(String path) {
        return invalid(
                "Invalid '" + path
                        + "': empty string. Expected a string with minimum length 1, but got an empty string instead.",
                path,
                "empty_string");
    }

    /** A value outside a fixed set. */
    static RefusedException value(String path, String value, Collection<String> supported) {
        return invalid(
                "Invalid value: '" + value + "'. Supported values are: " + listed(supported) + ".",
                path,
                "invalid_value");
    }

    static RefusedException type(String path, String expected, JsonNode actual) {
        return invalid(
                "Invalid type for '" + path + "': expected " + expected + ", but got " + described(actual)
                        + " instead.",
                path,
                "invalid_type");
    }

    /** Refuses text longer than ids and tool names may be. */
    static void ifTooLong(String path, String value) throws RefusedException {
        if (value.length() > MAX_ID_CHARS) {
            throw invalid(
                    "Invalid '" + path + "': string too long. Expected a string with maximum length " + MAX_ID_CHARS
                            + ", but got a string with length " + value.length() + " instead.",
                    path,
                    "string_above_max_length");
        }
    }

    /** Refuses what cannot be the name of a tool, or of a call of one. */
    static void ifNoToolName(String path, String value) throws RefusedException {
        if (value.isEmpty()) {
            throw empty(path);
        }
        ifTooLong(path, value);
        if (!TOOL_NAME.matcher(value).matches()) {
            throw invalid(
                    "Invalid '" + path
                            + "': string does not match pattern. Expected a string that matches the pattern '"
                            + TOOL_NAME.pattern() + "'.",
                    path,
                    "invalid_value");
        }
    }

    /** {@code 'a', 'b', and 'c'}. */
    static String listed(Collection<String> values) {
        List<String> quoted = values.stream().map(value -> "'" + value + "'").toList();
        if (quoted.size() < 2) {
            return String.join("", quoted);
        }
        String last = quoted.get(quoted.size() - 1);
        return quoted.size() == 2
                ? quoted.get(0) + " and " + last
                : quoted.stream().limit(quoted.size() - 1L).collect(Collectors.joining(", ")) + ", and " + last;
    }

    private static String described(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "an array";
            case OBJECT -> "an object";
            case STRING -> "a string";
            case BOOLEAN -> "a boolean";
            case NULL -> "null";
            case NUMBER -> value.isIntegralNumber() ? "an integer" : "a decimal";
            default -> "no value";
        };
    }
}
