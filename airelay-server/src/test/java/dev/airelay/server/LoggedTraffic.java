package dev.airelay.server;

import dev.airelay.traffic.read.LogReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The traffic log of a relay, once it is closed.
 *
 * @param records in the order they were written
 * @param raw the files' text
 */
record LoggedTraffic(List<JsonNode> records, String raw) {

    /** Closes the relay, so that all is written, and reads the log in its data directory. */
    static LoggedTraffic of(RunningRelay relay, Path dataDir) {
        relay.close();
        Path logs = dataDir.resolve("logs");
        List<JsonNode> records = new ArrayList<>();
        try (Stream<Path> files = Files.walk(logs)) {
            new LogReader(logs)
                    .read(
                            Instant.EPOCH,
                            entry -> records.add(JsonMapper.shared().readTree(entry.json())));
            StringBuilder raw = new StringBuilder();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                raw.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
            return new LoggedTraffic(records, raw.toString());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The records of one phase. */
    List<JsonNode> phase(String phase) {
        return records.stream()
                .filter(record -> record.path("phase").stringValue("").equals(phase))
                .toList();
    }

    /** The one record of a phase. */
    JsonNode only(String phase) {
        List<JsonNode> found = phase(phase);
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " records of " + phase + " among\n" + raw);
        }
        return found.get(0);
    }

    /** The phases of one request, in order, without repeats next to each other. */
    List<String> phases(String requestId) {
        List<String> phases = new ArrayList<>();
        for (JsonNode record : records) {
            String phase = record.path("phase").stringValue("");
            boolean again = !phases.isEmpty() && phases.get(phases.size() - 1).equals(phase);
            if (record.path("request_id").stringValue("").equals(requestId) && !again) {
                phases.add(phase);
            }
        }
        return phases;
    }

    /** The events logged as {@code security_event}. */
    List<String> events() {
        return phase("security_event").stream()
                .map(event -> event.path("event").stringValue(""))
                .toList();
    }
}
