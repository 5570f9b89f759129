package dev.airelay.traffic.read;

import dev.airelay.traffic.redact.LogJson;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** One line of the traffic log. Immutable. */
public final class LogEntry {
    private static final int MAX_VALUE = 120;
    private static final Pattern CONTROL = Pattern.compile("\\p{C}");

    private final Instant at;
    private final String json;
    private final JsonNode fields;

    private LogEntry(Instant at, String json, JsonNode fields) {
        this.at = at;
        this.json = json;
        this.fields = fields;
    }

    /** Parses a line; empty if it is truncated or not a line of the log. */
    public static Optional<LogEntry> parse(String line) {
        try {
            JsonNode fields = LogJson.read(line);
            JsonNode at = fields.path("logged_at");
            return at.isString() && fields.isObject()
                    ? Optional.of(new LogEntry(Instant.parse(at.stringValue()), line, fields))
                    : Optional.empty();
        } catch (JacksonException | DateTimeException torn) {
            return Optional.empty();
        }
    }

    /** The time of the event. */
    public Instant at() {
        return at;
    }

    /** The event, such as {@code inbound_request}; empty when it is missing. */
    public String phase() {
        return fields.path("phase").asString("");
    }

    /** The id of its request; empty if it is missing. */
    public String requestId() {
        return fields.path("request_id").asString("");
    }

    /** The fields by their names; not to be changed. */
    public JsonNode fields() {
        return fields;
    }

    /** The line as it is in the file: one JSON object in ASCII, without the line end. */
    public String json() {
        return json;
    }

    /**
     * The line for people: time, phase, request and then its simple fields as {@code name=value}. Contains no control
     * characters, for any input from a client, so it is safe for a terminal.
     */
    public String text() {
        StringBuilder text = new StringBuilder(160);
        text.append(at).append(' ').append(phase()).append(' ').append(requestId());
        fields.properties().forEach(field -> {
            if (field.getValue().isValueNode() && !isHead(field.getKey())) {
                text.append(' ').append(field.getKey()).append('=').append(shown(field.getValue()));
            }
        });
        return CONTROL.matcher(text).replaceAll("?");
    }

    private static boolean isHead(String field) {
        return field.equals("logged_at") || field.equals("phase") || field.equals("request_id");
    }

    private static String shown(JsonNode value) {
        String plain = value.asString();
        String text = plain.length() <= MAX_VALUE ? plain : plain.substring(0, MAX_VALUE) + "…";
        return text.indexOf(' ') < 0 ? text : '"' + text.replace('"', '\'') + '"';
    }
}
