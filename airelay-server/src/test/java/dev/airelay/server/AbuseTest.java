package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.testsupport.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A relay and clients that mean it no good. When they have gone, it serves, and nothing of them is left: no connection, no
 * slot, no share of the memory, no upstream stream, and after the relay's end no socket.
 */
final class AbuseTest implements AutoCloseable {

    /** Linux lists a connection's ports and the number of its file there, in that file's columns. */
    private static final List<Path> CONNECTIONS =
            List.of(Path.of("/proc/self/net/tcp"), Path.of("/proc/self/net/tcp6"));

    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int INODE = 9;

    private final RunningRelay relay;
    private final List<RawClient> attackers = new ArrayList<>();

    private AbuseTest(RunningRelay relay) {
        this.relay = relay;
    }

    /**
     * Starts a relay.
     *
     * @param settings names and values
     */
    static AbuseTest of(Path dataDir, String... settings) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return new AbuseTest(RunningRelay.start(dataDir, all));
    }

    RunningRelay relay() {
        return relay;
    }

    /** A new connection, which is closed with the siege. */
    RawClient attacker() {
        RawClient attacker = RawClient.of(relay);
        attackers.add(attacker);
        return attacker;
    }

    @Override
    public void close() {
        attackers.forEach(RawClient::close);
        try {
            assertNothingIsLeft();
            assertServing();
        } finally {
            relay.close();
        }
        Eventually.await("sockets that are left", () -> sockets().isEmpty());
    }

    /** The attackers hold nothing any more; a client that may still be connected is not one of them. */
    void assertNothingIsLeft() {
        RelayServer server = relay.server();
        Eventually.await("connections that are left", () -> server.connections().size() == 0);
        Eventually.await("slots that are left", () -> server.admissions().activeRequests() == 0);
        Eventually.await("queue that are left", () -> server.admissions().waitingRequests() == 0);
        Eventually.await("memory that are left", () -> server.memory().taken() == 0);
        Eventually.await("upstream that are left", () -> relay.emulator().openStreams() == 0);
    }

    private void assertServing() {
        try (RawClient friend = RawClient.of(relay)) {
            assertThat(friend.write(RawClient.head("GET /healthz HTTP/1.1"))
                            .answer()
                            .status())
                    .isEqualTo(200);
            RawAnswer answer = friend.write(
                            RawClient.post(RunningRelay.RESPONSES, Generation.RESPONSE.body("still there?")))
                    .answer();
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        }
    }

    /** Sockets to or from the relay or its upstream that a process still has; none where the system does not tell. */
    private List<String> sockets() {
        List<String> ports =
                List.of(port(relay.port()), port(relay.emulator().baseUrl().getPort()));
        return CONNECTIONS.stream()
                .filter(Files::exists)
                .flatMap(AbuseTest::lines)
                .map(line -> line.trim().split(" +"))
                .filter(columns -> !columns[INODE].equals("0"))
                .map(columns -> columns[LOCAL] + " " + columns[REMOTE])
                .filter(socket -> ports.stream().anyMatch(socket::contains))
                .toList();
    }

    private static String port(int port) {
        return String.format(":%04X", port);
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream().skip(1);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
