package dev.airelay.backend.connect;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Wire texts of the upstream's stream. */
public final class Sse {

    public static final String CREATED = """
            event: response.created
            data: {"type":"response.created","sequence_number":0,"response":{"id":"resp_1","status":"in_progress"}}

            """;

    public static final String DELTA = """
            event: response.output_text.delta
            data: {"type":"response.output_text.delta","sequence_number":1,"item_id":"msg_1","delta":"Grüße"}

            """;

    public static final String COMPLETED = """
            event: response.completed
            data: {"type":"response.completed","sequence_number":2,"response":{"id":"resp_1","status":"completed","output":[]}}

            """;

    public static final String OVERLOADED = """
            event: response.failed
            data: {"type":"response.failed","response":{"id":"resp_1","status":"failed","error":{"code":"server_is_overloaded","message":"Our servers are currently overloaded."}}}

            """;

    public static final String LIMIT_REACHED = """
            data: {"type":"error","error":{"type":"usage_limit_reached","message":"The usage limit has been reached","resets_in_seconds":120}}

            """;

    public static final String RATE_LIMITS = """
            data: {"type":"codex.rate_limits","plan_type":"plus","rate_limits":null}

            """;

    private Sse() {}

    public static String stream(String... events) {
        return Stream.of(events).collect(Collectors.joining());
    }
}
