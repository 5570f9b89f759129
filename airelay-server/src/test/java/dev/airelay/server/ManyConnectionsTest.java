package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** More connections than anybody needs. The profile many-connections opens thousands. */
@Timeout(300)
class ManyConnectionsTest {

    private static final int MANY = Integer.getInteger("airelay.connections", 300);
    private static final String HEALTH = RawClient.head("GET /healthz HTTP/1.1");

    @TempDir
    Path dataDir;

    private static List<RawClient> open(AbuseTest siege, int number) {
        return IntStream.range(0, number).mapToObj(i -> siege.attacker()).toList();
    }

    @Test
    void manyConnectionsAreServedSideBySide() {
        try (AbuseTest siege = AbuseTest.of(dataDir, "server.max_connections", String.valueOf(MANY))) {
            List<RawClient> clients = open(siege, MANY);
            clients.forEach(client -> client.write(HEALTH));

            assertThat(clients)
                    .allSatisfy(client -> assertThat(client.answer().status()).isEqualTo(200));
            assertThat(siege.relay().server().connections().size()).isEqualTo(MANY);
        }
    }

    @Test
    void refusesConnectionBeyondTheLimitAndReusesPlaces() {
        try (AbuseTest siege = AbuseTest.of(dataDir, "server.max_connections", "20")) {
            List<RawClient> clients = open(siege, 20);
            assertThat(clients)
                    .allSatisfy(client ->
                            assertThat(client.write(HEALTH).answer().status()).isEqualTo(200));

            for (int i = 0; i < 50; i++) {
                RawClient refused = siege.attacker().write(HEALTH);
                RawAnswer answer = refused.answer();
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.header("retry-after")).isPresent();
                assertThat(answer.header("connection")).hasValue("close");
                assertThat(answer.header("x-request-id")).isPresent();
                assertThat(answer.body()).contains("too_many_connections", "server.max_connections");
                refused.close();
            }
            assertThat(clients.get(0).write(HEALTH).answer().status()).isEqualTo(200);

            clients.forEach(RawClient::close);
            siege.assertNothingIsLeft();
        }
    }

    @Test
    void connectionsThatComeAndGoLeaveNoTrace() {
        try (AbuseTest siege = AbuseTest.of(dataDir, "server.max_connections", "50")) {
            for (int i = 0; i < MANY; i++) {
                try (RawClient client = RawClient.of(siege.relay())) {
                    if (i % 3 == 0) {
                        client.write(HEALTH);
                    } else if (i % 3 == 1) {
                        client.reset();
                    }
                }
            }
            siege.assertNothingIsLeft();
        }
    }
}
