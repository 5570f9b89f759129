package dev.airelay.cli.text;

import dev.airelay.traffic.read.LogEntry;
import dev.airelay.traffic.record.ClientName;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The traffic log for people: a line for each request that has ended, and one for each event of concern.
 *
 * <p>On a terminal, lines fit its width and a failure has its reason on a second line. Elsewhere each request is a single line
 * with everything, its id last.
 */
public final class RequestLine {
    private static final Pattern CONTROL = Pattern.compile("\\p{C}");
    private static final Set<String> OWN_ADDRESSES = Set.of("127.0.0.1", "::1", "0:0:0:0:0:0:0:1");
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MM-dd ", Locale.ROOT);
    private static final int MAX_TEXT = 200;
    private static final int FIRST_ERROR_STATUS = 400;
    private static final int NARROW = 70;
    private static final int CLIENT_WIDTH = 13;
    private static final int ROUTE_WIDTH = 10;
    private static final int MODEL_WIDTH = 18;
    private static final int TIME_WIDTH = 7;
    private static final int INDENT = 10;

    /** Short names of the routes that clients call most. */
    private static final Map<String, String> ROUTES = Map.of(
            "/v1/chat/completions", "chat",
            "/v1/responses", "responses",
            "/v1/messages", "messages",
            "/v1/completions", "completions",
            "/v1/models", "models",
            "/api/chat", "ollama chat",
            "/api/generate", "generate");

    /** The phases that are shown besides the ends of requests; others are parts of a request, which ends with a line of its own. */
    private static final Set<String> EVENTS = Set.of(
            "security_event", "endpoint_auth_failed", "upstream_response_error", "retry_backoff", "traffic_log_gap");

    private final TimeText times;
    private final int width;
    private final boolean detailed;

    /**
     * Creates a form of lines.
     *
     * @param width of the terminal in characters
     * @param detailed whether each request is one line with all its facts, for programs such as {@code grep}
     */
    public RequestLine(TimeText times, int width, boolean detailed) {
        this.times = times;
        this.width = width;
        this.detailed = detailed;
    }

    /**
     * One request or event. The texts contain no control characters, for any text from a client.
     *
     * @param before the part in front of the status
     * @param status the status, or {@code ---}
     * @param style the meaning of the status
     * @param after the part behind the status
     * @param more further lines
     */
    public record Shown(String before, String status, TextStyle style, String after, List<String> more) {
        /** Copies the list. */
        public Shown {
            more = List.copyOf(more);
        }
    }

    /** Whether a line of the log, of which only the text is known, can be one that is shown. */
    public static boolean mayBeShown(String json) {
        int phase = json.indexOf("\"phase\":\"");
        int start = phase + "\"phase\":\"".length();
        int end = json.indexOf('"', start);
        String name = phase < 0 || end < 0 ? "" : json.substring(start, end);
        return isRequest(name) || EVENTS.contains(name);
    }

    /** Whether a phase is the end of a request. */
    public static boolean isRequest(String phase) {
        return phase.equals("outbound_response");
    }

    /** Whether a request that has ended failed: with an error status, an error in its stream, or before its last byte. */
    public static boolean failed(JsonNode fields) {
        int status = fields.path("status_code").asInt(0);
        return status == 0
                || status >= FIRST_ERROR_STATUS
                || !fields.path("complete").asBoolean(true)
                || !text(fields, "error_code").isEmpty();
    }

    /** Returns the lines of an entry; empty for one that is not shown. */
    public Optional<Shown> of(LogEntry entry) {
        JsonNode fields = entry.fields();
        if (isRequest(entry.phase())) {
            return Optional.of(request(entry.at(), fields));
        }
        return event(entry.phase(), fields).map(text -> event(entry.at(), text));
    }

    /** A switch: as lambdas, the phases would be classes for each start to load. */
    private static Optional<String> event(String phase, JsonNode fields) {
        return switch (phase) {
            case "security_event" -> Optional.of(text(fields, "event") + ": " + text(fields, "detail"));
            case "endpoint_auth_failed" -> blocked(fields);
            case "upstream_response_error" -> ofTheRelay(fields);
            case "retry_backoff" -> Optional.of(retry(fields));
            case "traffic_log_gap" -> Optional.of(gap(fields));
            default -> Optional.empty();
        };
    }

    private Shown event(Instant at, String text) {
        String time = time(at);
        String safe = safe(text);
        if (detailed) {
            return new Shown(time + "  ", "---", TextStyle.DIM, "  " + safe, List.of());
        }
        List<String> lines = WrappedText.lines(safe, Math.max(1, width - time.length() - 7));
        List<String> more = lines.subList(1, lines.size()).stream()
                .map(line -> " ".repeat(time.length() + 7) + line)
                .toList();
        return new Shown(time + "  ", "---", TextStyle.DIM, "  " + lines.get(0), more);
    }

    private Shown request(Instant at, JsonNode fields) {
        int status = fields.path("status_code").asInt(0);
        String model = text(fields, "model");
        List<String> words = figures(fields);
        String reason = reason(fields);
        String head;
        if (!detailed && width < NARROW) {
            int room = Math.max(1, width - 8 - 5 - 7 - 2);
            head = " " + column(model.isEmpty() ? route(fields) : model, room);
        } else {
            head = "  " + column(ClientName.of(text(fields, "user_agent")), CLIENT_WIDTH) + " "
                    + column(route(fields), ROUTE_WIDTH) + " " + column(model, MODEL_WIDTH);
        }
        String time = seconds(fields.path("duration_ms").asLong(0));
        String after = head + " " + spaces(TIME_WIDTH - time.length()) + time;
        List<String> more = new ArrayList<>();
        if (detailed) {
            if (!reason.isEmpty()) {
                words.add(reason);
            }
            words.add(text(fields, "request_id"));
            after += words.stream().map(word -> "  " + word).reduce("", String::concat);
        } else {
            int before = time(at).length() + (width < NARROW ? 1 : 2) + 3;
            for (String word : words) {
                if (before + after.length() + 2 + word.length() > width) {
                    break;
                }
                after += "  " + word;
            }
            if (!reason.isEmpty()) {
                WrappedText.lines(safe(reason), Math.max(1, width - INDENT))
                        .forEach(line -> more.add(" ".repeat(INDENT) + line));
            }
        }
        TextStyle style = status == 0 || status >= FIRST_ERROR_STATUS ? TextStyle.WARN : TextStyle.GOOD;
        return new Shown(
                time(at) + (detailed || width >= NARROW ? "  " : " "),
                status == 0 ? "---" : String.valueOf(status),
                status >= 500 ? TextStyle.BAD : style,
                safe(after).stripTrailing(),
                more);
    }

    private String time(Instant at) {
        if (detailed) {
            return times.whole(at);
        }
        ZonedDateTime local = at.atZone(times.clock().getZone());
        boolean today = local.toLocalDate()
                .equals(times.clock().instant().atZone(times.clock().getZone()).toLocalDate());
        return (today || width < NARROW ? "" : DAY.format(local)) + SECONDS.format(local);
    }

    private static String route(JsonNode fields) {
        String path = text(fields, "path");
        String method = text(fields, "method");
        String known = ROUTES.get(path);
        String name = path.startsWith("/v1/") ? path.substring("/v1/".length()) : path;
        return known != null && !method.equals("DELETE") ? known : (method.equals("POST") ? "" : method + " ") + name;
    }

    private List<String> figures(JsonNode fields) {
        List<String> words = new ArrayList<>();
        JsonNode usage = fields.path("usage");
        if (fields.has("first_token_ms") && detailed) {
            words.add("first " + seconds(fields.path("first_token_ms").asLong(0)));
        }
        if (usage.isObject()) {
            long in = usage.path("input_tokens").asLong(0);
            long out = usage.path("output_tokens").asLong(0);
            if (detailed) {
                words.add(grouped(in) + " in");
            }
            words.add(grouped(out) + " out");
            long millis = fields.path("duration_ms").asLong(0)
                    - fields.path("first_token_ms").asLong(0);
            if (fields.has("first_token_ms") && millis > 0 && out > 1) {
                words.add(Math.round(out * 1000.0 / millis) + "/s");
            }
            long cached = usage.path("cached_tokens").asLong(0);
            if (cached > 0 && in > 0) {
                words.add(Math.round(100.0 * cached / in) + "% cached");
            }
            if (!detailed) {
                // The least interesting one: where lines are short, the first ones count.
                words.add(grouped(in) + " in");
            }
        }
        String ignored = list(fields.path("ignored_parameters"));
        if (!ignored.isEmpty()) {
            words.add("ignored " + ignored);
        }
        String client = text(fields, "client_ip");
        if (!client.isEmpty() && !OWN_ADDRESSES.contains(client)) {
            words.add("from " + client);
        }
        return words;
    }

    private static String reason(JsonNode fields) {
        String code = text(fields, "error_code");
        String message = text(fields, "error_message");
        String incomplete = fields.path("complete").asBoolean(true)
                ? ""
                : fields.path("status_code").asInt(0) == 0 ? "the client left before the response" : "incomplete";
        return List.of(incomplete, code, message).stream()
                .filter(part -> !part.isEmpty())
                .reduce((one, other) -> one + ": " + other)
                .orElse("");
    }

    private static Optional<String> blocked(JsonNode fields) {
        return fields.path("blocked").asBoolean(false)
                ? Optional.of("address_blocked: " + text(fields, "client_ip") + " for "
                        + fields.path("block_seconds").asLong(0) + " s after too many wrong relay tokens")
                : Optional.empty();
    }

    /** Failures of the relay's own calls; those of a request are shown with its response. */
    private static Optional<String> ofTheRelay(JsonNode fields) {
        String id = text(fields, "request_id");
        return id.startsWith("upstream-")
                ? Optional.of(id + " failed: " + fields.path("status_code").asInt(0) + " " + text(fields, "error_code")
                        + " " + text(fields, "error_message"))
                : Optional.empty();
    }

    private static String retry(JsonNode fields) {
        return "retry " + fields.path("attempt").asInt(0) + " of "
                + fields.path("max_attempts").asInt(0) + " in "
                + seconds(fields.path("delay_ms").asLong(0)) + ": " + text(fields, "reason") + " "
                + text(fields, "request_id");
    }

    private static String gap(JsonNode fields) {
        return "log_gap: " + fields.path("dropped").asLong(0) + " records dropped, "
                + fields.path("failed").asLong(0) + " not written";
    }

    private static String list(JsonNode names) {
        List<String> list = new ArrayList<>();
        names.forEach(name -> list.add(name.asString("")));
        return String.join(",", list);
    }

    /** Only lines for a terminal are cut. */
    private String column(String text, int size) {
        String shown = detailed ? text : WrappedText.cut(text, size);
        return shown + spaces(size - shown.length());
    }

    private static String safe(String text) {
        return CONTROL.matcher(text).replaceAll("?");
    }

    /** Returns a field of an entry, cut to a length that fits a line. */
    public static String text(JsonNode fields, String name) {
        return WrappedText.cut(fields.path(name).asString(""), MAX_TEXT);
    }

    /** Without a formatter, whose classes each start would load and compile. */
    private static String seconds(long millis) {
        if (millis >= 10_000) {
            return (millis + 500) / 1000 + " s";
        }
        long tenths = Math.max(0, millis + 50) / 100;
        return tenths / 10 + "." + tenths % 10 + " s";
    }

    /** Returns a number with commas between its thousands. */
    private static String grouped(long number) {
        StringBuilder digits = new StringBuilder().append(number);
        int first = number < 0 ? 1 : 0;
        for (int i = digits.length() - 3; i > first; i -= 3) {
            digits.insert(i, ',');
        }
        return digits.toString();
    }

    private static String spaces(int count) {
        return " ".repeat(Math.max(0, count));
    }
}
