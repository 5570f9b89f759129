package dev.airelay.cli.text;

import dev.airelay.traffic.read.LogEntry;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The traffic log for people: one line for each request that has ended, and one for each event of concern. */
public final class RequestLine {
    private static final Pattern CONTROL = Pattern.compile("\\p{C}");
    private static final Set<String> OWN_ADDRESSES = Set.of("127.0.0.1", "::1", "0:0:0:0:0:0:0:1");
    private static final int MAX_TEXT = 200;

    /** The line of each phase that is shown; other phases are parts of a request, which ends with a line of its own. */
    private static final Map<String, BiFunction<LogEntry, JsonNode, Optional<String>>> SHOWN = Map.of(
            "outbound_response", (entry, fields) -> Optional.of(request(fields)),
            "security_event",
                    (entry, fields) -> Optional.of("--- " + text(fields, "event") + ": " + text(fields, "detail")),
            "endpoint_auth_failed", (entry, fields) -> blocked(fields),
            "upstream_response_error", (entry, fields) -> ofTheRelay(entry, fields),
            "retry_backoff", (entry, fields) -> Optional.of(retry(fields)),
            "traffic_log_gap", (entry, fields) -> Optional.of(gap(fields)));

    private RequestLine() {}

    /** Returns the line without control characters, for any text from a client; empty for a record that is not shown. */
    public static Optional<String> of(LogEntry entry) {
        return Optional.ofNullable(SHOWN.get(entry.phase()))
                .flatMap(shown -> shown.apply(entry, JsonMapper.shared().readTree(entry.json())))
                .map(line -> entry.at().truncatedTo(ChronoUnit.SECONDS) + " "
                        + CONTROL.matcher(line).replaceAll("?"));
    }

    private static String request(JsonNode fields) {
        int status = fields.path("status_code").asInt(0);
        StringJoiner line = new StringJoiner(" ");
        line.add(status == 0 ? "---" : String.valueOf(status));
        line.add(text(fields, "method")).add(text(fields, "path"));
        addIfAny(line, "", text(fields, "model"));
        line.add(seconds(fields, "duration_ms"));
        if (fields.has("first_token_ms")) {
            line.add("first=" + seconds(fields, "first_token_ms"));
        }
        addUsage(line, fields.path("usage"));
        if (!fields.path("complete").asBoolean(true)) {
            line.add("incomplete");
        }
        addIfAny(line, "error=", text(fields, "error_code"));
        String message = text(fields, "error_message");
        addIfAny(line, "", message.isEmpty() ? "" : '"' + message + '"');
        addIfAny(line, "ignored=", list(fields.path("ignored_parameters")));
        String client = text(fields, "client_ip");
        addIfAny(line, "from=", OWN_ADDRESSES.contains(client) ? "" : client);
        return line.add(text(fields, "request_id")).toString();
    }

    private static void addUsage(StringJoiner line, JsonNode usage) {
        if (!usage.isObject()) {
            return;
        }
        long cached = usage.path("cached_tokens").asLong(0);
        line.add("in=" + usage.path("input_tokens").asLong(0) + (cached == 0 ? "" : "(" + cached + " cached)"));
        line.add("out=" + usage.path("output_tokens").asLong(0));
    }

    private static Optional<String> blocked(JsonNode fields) {
        return fields.path("blocked").asBoolean(false)
                ? Optional.of("--- address_blocked: " + text(fields, "client_ip") + " for "
                        + fields.path("block_seconds").asLong(0) + "s after too many wrong relay tokens")
                : Optional.empty();
    }

    /** Failures of the relay's own calls; those of a request are shown with its response. */
    private static Optional<String> ofTheRelay(LogEntry entry, JsonNode fields) {
        return entry.requestId().startsWith("upstream-")
                ? Optional.of("--- " + entry.requestId() + " failed: "
                        + fields.path("status_code").asInt(0) + " " + text(fields, "error_code") + " "
                        + text(fields, "error_message"))
                : Optional.empty();
    }

    private static String retry(JsonNode fields) {
        return "--- retry " + fields.path("attempt").asInt(0) + "/"
                + fields.path("max_attempts").asInt(0) + " after "
                + seconds(fields, "delay_ms") + ": " + text(fields, "reason") + " " + text(fields, "request_id");
    }

    private static String gap(JsonNode fields) {
        return "--- log_gap: " + fields.path("dropped").asLong(0) + " records dropped, "
                + fields.path("failed").asLong(0) + " not written";
    }

    private static void addIfAny(StringJoiner line, String label, String value) {
        if (!value.isEmpty()) {
            line.add(label + value);
        }
    }

    private static String list(JsonNode names) {
        StringJoiner list = new StringJoiner(",");
        names.forEach(name -> list.add(name.asString("")));
        return list.toString();
    }

    private static String text(JsonNode fields, String name) {
        String text = fields.path(name).asString("");
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
    }

    private static String seconds(JsonNode fields, String name) {
        return String.format(Locale.ROOT, "%.2fs", fields.path(name).asLong(0) / 1000.0);
    }
}
