package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests that are refused in the middle of their body. What was held for them is free when the refusal is written, though
 * their connection lingers until the client closes it too.
 */
@Timeout(60)
class RefusedRequestsTest {

    private static final String JSON = RawClient.head(
            "POST /v1/responses HTTP/1.1", "content-type: application/json", "transfer-encoding: chunked");
    private static final String FORM = RawClient.head(
            "POST /v1/files HTTP/1.1", "content-type: " + FormBody.CONTENT_TYPE, "transfer-encoding: chunked");

    private static final String GATHERED_FORM = RawClient.head(
            "POST /v1/audio/transcriptions HTTP/1.1",
            "content-type: " + FormBody.CONTENT_TYPE,
            "transfer-encoding: chunked");

    @TempDir
    Path dataDir;

    static List<String> heads() {
        return List.of(JSON, FORM, GATHERED_FORM);
    }

    private static void assertNothingIsHeld(AbuseTest siege) {
        RelayServer server = siege.relay().server();
        assertThat(server.admissions().activeRequests()).isZero();
        assertThat(server.admissions().waitingRequests()).isZero();
        assertThat(server.memory().taken()).isZero();
        assertThat(server.connections().size()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("heads")
    void malformedChunkGivesSlotAndMemoryBack(String head) {
        try (AbuseTest siege = AbuseTest.of(dataDir)) {
            RawClient client = siege.attacker().write(head + "5\r\n--abc\r\nnonsense\r\n");

            assertThat(client.answer().status()).isEqualTo(400);

            assertNothingIsHeld(siege);
        }
    }

    @ParameterizedTest
    @MethodSource("heads")
    void lateBodyGivesSlotAndMemoryBack(String head) {
        try (AbuseTest siege = AbuseTest.of(dataDir, "server.body_idle_seconds", "0.3")) {
            RawClient client = siege.attacker().write(head + "5\r\n--abc\r\n");

            assertThat(client.answer().status()).isEqualTo(408);

            assertNothingIsHeld(siege);
        }
    }

    @Test
    void requestThatIsRefusedInTheQueueLeavesIt() {
        try (AbuseTest siege = AbuseTest.of(dataDir, "security.concurrent_requests_per_ip", "1")) {
            siege.relay().script("silence at=headers");
            RawClient first = siege.attacker()
                    .write(RawClient.post(RunningRelay.RESPONSES, Generation.RESPONSE.body("I am first")));
            siege.relay().upstreamRequest();
            RawClient second = siege.attacker().write(JSON + "5\r\n{\"a\":\r\nnonsense\r\n");

            assertThat(second.answer().status()).isEqualTo(400);

            assertThat(siege.relay().server().admissions().waitingRequests()).isZero();
            first.reset();
            RawClient third = siege.attacker()
                    .write(RawClient.post(RunningRelay.RESPONSES, Generation.RESPONSE.body("I am third")));
            assertThat(third.answer().status()).isEqualTo(200);
            assertThat(siege.relay().emulator().requests("/responses")).hasSize(2);
        }
    }
}
