package dev.airelay.transforms.failure;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * An upstream error, converted from any of its forms. Texts are empty if absent.
 *
 * @param message the upstream's message
 * @param type the error's family
 * @param code the error's reason
 * @param param the request member at fault
 * @param resetsAt epoch second at which a limit ends
 * @param resetsIn seconds until a limit ends
 */
record ErrorReport(
        String message, String type, String code, String param, Optional<Double> resetsAt, Optional<Double> resetsIn) {

    static final ErrorReport EMPTY = new ErrorReport("", "", "", "", Optional.empty(), Optional.empty());

    /** Returns the most specific name of the error. */
    String reason() {
        return code.isEmpty() ? type : code;
    }

    boolean isEmpty() {
        return message.isEmpty() && type.isEmpty() && code.isEmpty();
    }

    /**
     * Reads the body of an HTTP response or the JSON of a failure event: {@code error}, {@code response.error}, {@code
     * detail}, or flat members.
     */
    static ErrorReport of(JsonNode json) {
        JsonNode error = json.path("error");
        JsonNode inner = json.path("response").path("error");
        JsonNode detail = json.path("detail");
        if (error.isObject()) {
            return ofObject(error, text(error, "type"));
        } else if (inner.isObject()) {
            return ofObject(inner, text(inner, "type"));
        } else if (detail.isObject()) {
            return ofObject(detail, text(detail, "type"));
        } else if (detail.isArray()) {
            return ofList(detail);
        } else if (detail.isString()) {
            return ofText(detail.stringValue());
        } else if (error.isString()) {
            return new ErrorReport(
                    text(json, "error_description"), "", error.stringValue(), "", Optional.empty(), Optional.empty());
        }
        String type = text(json, "type");
        // The type of a flat failure event is the event's, not the error's.
        return ofObject(json, type.equals("error") || type.startsWith("response.") ? "" : type);
    }

    private static ErrorReport ofObject(JsonNode error, String type) {
        String message = text(error, "message");
        return new ErrorReport(
                message.isEmpty() ? text(error, "msg") : message,
                type,
                text(error, "code"),
                text(error, "param"),
                number(error, "resets_at"),
                number(error, "resets_in_seconds"));
    }

    private static ErrorReport ofText(String detail) {
        String unsupported = "Unsupported parameter: ";
        boolean names = detail.startsWith(unsupported);
        return new ErrorReport(
                detail,
                "",
                names ? "unsupported_parameter" : "",
                names ? detail.substring(unsupported.length()).strip() : "",
                Optional.empty(),
                Optional.empty());
    }

    /** Reads a list of {@code {loc, msg, type}}; the first names the parameter. */
    private static ErrorReport ofList(JsonNode list) {
        StringBuilder message = new StringBuilder();
        for (JsonNode entry : list) {
            String location = location(entry.path("loc"));
            message.append(message.isEmpty() ? "" : "; ")
                    .append(location)
                    .append(location.isEmpty() ? "" : ": ")
                    .append(text(entry, "msg"));
        }
        JsonNode first = list.path(0);
        return new ErrorReport(
                message.toString(),
                "",
                text(first, "type"),
                location(first.path("loc")),
                Optional.empty(),
                Optional.empty());
    }

    private static String location(JsonNode loc) {
        StringBuilder path = new StringBuilder();
        for (JsonNode step : loc) {
            if (step.isNumber()) {
                path.append('[').append(step.asInt(0)).append(']');
            } else if (!step.stringValue("").equals("body") || !path.isEmpty()) {
                path.append(path.isEmpty() ? "" : ".").append(step.stringValue(""));
            }
        }
        return path.toString();
    }

    private static String text(JsonNode object, String name) {
        return object.path(name).stringValue("").strip();
    }

    private static Optional<Double> number(JsonNode object, String name) {
        JsonNode value = object.path(name);
        return value.isNumber() ? Optional.of(value.asDouble(0)) : Decimals.parse(value.stringValue(""));
    }
}
