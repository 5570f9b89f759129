package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One event of the relay's streams.
 *
 * @param event the value of its {@code event:} line; null without one
 * @param data its data
 */
record SseFrame(@Nullable String event, String data) {

    private static final String HEARTBEAT = ": keep-alive";

    /** Reads a whole stream in the one form the relay writes, without its heartbeats; every other form fails. */
    static List<SseFrame> all(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        if (text.isEmpty()) {
            return List.of();
        }
        assertThat(text).as("a stream ends with a whole event").endsWith("\n\n");
        List<SseFrame> frames = new ArrayList<>();
        for (String frame : text.substring(0, text.length() - 2).split("\n\n", -1)) {
            if (!frame.equals(HEARTBEAT)) {
                frames.add(of(frame));
            }
        }
        return frames;
    }

    private static SseFrame of(String frame) {
        String[] lines = frame.split("\n", -1);
        String last = lines[lines.length - 1];
        assertThat(lines.length).as(frame).isLessThanOrEqualTo(2);
        assertThat(last).as(frame).startsWith("data: ");
        if (lines.length == 2) {
            assertThat(lines[0]).as(frame).startsWith("event: ");
        }
        return new SseFrame(lines.length == 2 ? lines[0].substring(7) : null, last.substring(6));
    }

    boolean isDone() {
        return data.equals("[DONE]");
    }

    JsonNode json() {
        return JsonMapper.shared().readTree(data);
    }
}
