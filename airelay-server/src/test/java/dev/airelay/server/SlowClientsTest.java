package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that send slowly, or take slowly, to hold what others need. */
@Timeout(60)
class SlowClientsTest {

    private static final int CLIENTS = 50;

    @TempDir
    Path dataDir;

    @ParameterizedTest
    @ValueSource(strings = {"P", "POST /v1/responses HTTP/1.1\r\nhost: 127.0.0.1\r\nx-drip: "})
    void headsThatNeverEndAreAnsweredLate(String begin) {
        try (AbuseTest siege = AbuseTest.of(dataDir, "server.header_timeout_seconds", "0.3")) {
            List<RawClient> clients = IntStream.range(0, CLIENTS)
                    .mapToObj(i -> siege.attacker().write(begin))
                    .toList();

            for (RawClient client : clients) {
                RawAnswer answer = client.answer();
                assertThat(answer.status()).isEqualTo(408);
                assertThat(answer.body()).contains("request_timeout");
                assertThat(client.finishSending().isClosedByRelay()).isTrue();
            }
        }
    }

    @Test
    void bodiesThatNeverEndAreAnsweredLateAndGiveTheirSlotsBack() {
        try (AbuseTest siege = AbuseTest.of(dataDir, "server.body_idle_seconds", "0.3")) {
            String half = RawClient.head(
                            "POST /v1/responses HTTP/1.1", "content-type: application/json", "content-length: 1000")
                    + "{\"model\"";
            List<RawClient> clients = IntStream.range(0, CLIENTS)
                    .mapToObj(i -> siege.attacker().write(half))
                    .toList();

            for (RawClient client : clients) {
                assertThat(client.answer().status()).isEqualTo(408);
                assertThat(client.finishSending().isClosedByRelay()).isTrue();
            }
            assertThat(siege.relay().emulator().requests()).isEmpty();
        }
    }

    @Test
    void uploadsThatNeverEndAreAnsweredLate() {
        try (AbuseTest siege = AbuseTest.of(dataDir, "server.body_idle_seconds", "0.3")) {
            RawClient client = siege.attacker()
                    .write(RawClient.head(
                                    "POST /v1/files HTTP/1.1",
                                    "content-type: " + FormBody.CONTENT_TYPE,
                                    "content-length: 100000")
                            + "--");

            assertThat(client.answer().status()).isEqualTo(408);
        }
    }

    @Test
    void connectionsWithoutARequestAreClosed() {
        try (AbuseTest siege = AbuseTest.of(dataDir, "server.keep_alive_seconds", "0.3")) {
            RawClient silent = siege.attacker();
            RawClient resting = siege.attacker().write(RawClient.head("GET /healthz HTTP/1.1"));

            assertThat(resting.answer().status()).isEqualTo(200);
            assertThat(silent.rest()).isEmpty();
            assertThat(resting.rest()).isEmpty();
        }
    }

    @Test
    void clientThatTakesNothingIsCutOffAndTheUpstreamWithIt() {
        try (AbuseTest siege = AbuseTest.of(dataDir, "server.send_timeout_seconds", "0.3")) {
            siege.relay().script("giant in=text mb=40");
            try (RawClient client = RawClient.withSmallWindow(siege.relay())) {
                client.write(
                        RawClient.post(RunningRelay.RESPONSES, Generation.RESPONSE_STREAM.body("tell me everything")));
                siege.relay().upstreamRequest();

                siege.assertNothingIsLeft();
            }
        }
    }
}
