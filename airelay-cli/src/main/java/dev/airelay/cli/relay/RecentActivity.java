package dev.airelay.cli.relay;

import dev.airelay.base.FileFailures;
import dev.airelay.cli.text.RequestLine;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.RelayConfig;
import dev.airelay.traffic.read.LogEntry;
import dev.airelay.traffic.read.LogReader;
import dev.airelay.traffic.record.ClientName;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The clients of the last hour and its last problem, from the traffic log.
 *
 * @param clients the one seen last first
 * @param problem the last request that failed
 * @param trouble why the log could not be read
 */
public record RecentActivity(List<Client> clients, Optional<Problem> problem, Optional<String> trouble) {
    static final Duration PERIOD = Duration.ofHours(1);

    /** How the names of this program's own calls begin: commands call the relay too. */
    private static final String OWN = "airelay";

    /**
     * A client.
     *
     * @param name as people know it
     * @param requests the number of its requests
     * @param last when the last one ended
     * @param failing whether the last one failed
     */
    public record Client(String name, int requests, Instant last, boolean failing) {}

    /**
     * A request that failed.
     *
     * @param at when it ended
     * @param client the client's name
     * @param model the model it asked for; may be empty
     * @param status the status; 0 when the client had gone
     * @param code the error's code; may be empty
     * @param message the error's message; may be empty
     * @param requestId its id
     */
    public record Problem(
            Instant at, String client, String model, int status, String code, String message, String requestId) {}

    /** Reads the log of the last hour. Blocks. */
    public static RecentActivity read(RelayConfig config, Instant now) {
        Map<String, Client> clients = new LinkedHashMap<>();
        Problem[] problem = new Problem[1];
        try {
            new LogReader(config.get(ConfigKeys.LOGS_DIR))
                    .read(
                            now.minus(PERIOD),
                            line -> line.contains("\"phase\":\"outbound_response\""),
                            entry -> add(entry, clients).ifPresent(found -> problem[0] = found));
        } catch (IOException unreadable) {
            return new RecentActivity(List.of(), Optional.empty(), Optional.of(FileFailures.words(unreadable)));
        }
        return new RecentActivity(
                clients.values().stream()
                        .sorted(Comparator.comparing(Client::last).reversed())
                        .toList(),
                Optional.ofNullable(problem[0]),
                Optional.empty());
    }

    private static Optional<Problem> add(LogEntry entry, Map<String, Client> clients) {
        JsonNode fields = entry.fields();
        String name = ClientName.of(RequestLine.text(fields, "user_agent"));
        if (!RequestLine.isRequest(entry.phase()) || name.startsWith(OWN)) {
            return Optional.empty();
        }
        // The user stopped the relay: a client has no problem.
        boolean failed = RequestLine.failed(fields)
                && !RequestLine.text(fields, "error_code").equals("relay_stopping");
        clients.merge(
                name,
                new Client(name, 1, entry.at(), failed),
                (before, now) -> new Client(name, before.requests + 1, now.last, now.failing));
        return failed
                ? Optional.of(new Problem(
                        entry.at(),
                        name,
                        RequestLine.text(fields, "model"),
                        fields.path("status_code").asInt(0),
                        RequestLine.text(fields, "error_code"),
                        RequestLine.text(fields, "error_message"),
                        entry.requestId()))
                : Optional.empty();
    }
}
