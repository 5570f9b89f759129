package dev.airelay.emulator.http;

import dev.airelay.emulator.common.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads a whole event stream as the HTML standard defines: a blank line ends an event, data lines are joined. */
final class SseReader {
    private SseReader() {}

    static List<JsonNode> events(byte[] bytes) {
        List<JsonNode> events = new ArrayList<>();
        StringBuilder data = new StringBuilder();
        for (String line : new String(bytes, StandardCharsets.UTF_8).split("\r\n|\n", -1)) {
            if (line.isEmpty() && !data.isEmpty()) {
                byte[] json = data.toString().getBytes(StandardCharsets.UTF_8);
                events.add(Json.read(json).orElseThrow(() -> new AssertionError("not JSON: " + data)));
                data.setLength(0);
            } else if (line.startsWith("data:")) {
                data.append(line.substring(5).stripLeading()).append('\n');
            }
        }
        return events;
    }
}
