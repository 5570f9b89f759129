package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guesses at the relay token. */
@Timeout(60)
class TokenAttacksTest {

    private static final String MODELS = RawClient.head("GET /v1/models HTTP/1.1");

    @TempDir
    Path dataDir;

    private static byte[] guess(String token) {
        return MODELS.replace(RunningRelay.TOKEN, token).getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"caf\u00e9", "\u00ff\u00fe", "\u00c3\u00a9\u00c3", "relay-token-of-the-tests\u00e9"})
    void bytesOutsideAsciiAreAWrongTokenAndTakeNoSlot(String token) {
        try (AbuseTest siege = AbuseTest.of(dataDir, "security.concurrent_requests_per_ip", "2")) {
            RawClient client = siege.attacker();
            for (int i = 0; i < 20; i++) {
                RawAnswer answer = client.write(guess(token)).answer();
                assertThat(answer.status()).isEqualTo(401);
                assertThat(answer.body()).contains("invalid_api_key");
            }
            assertThat(siege.relay().server().admissions().activeRequests()).isZero();
        }
    }

    @Test
    void thousandGuessesAreBlockedAndTheOwnerIsNot() {
        try (AbuseTest siege = AbuseTest.of(dataDir, "security.failed_auth_max_attempts", "8")) {
            RawClient client = siege.attacker();
            Map<Integer, Integer> statuses = new TreeMap<>();
            for (int i = 0; i < 1_000; i++) {
                statuses.merge(client.write(guess("guess-" + i)).answer().status(), 1, Integer::sum);
            }

            assertThat(statuses).isEqualTo(Map.of(401, 8, 429, 992));
            assertThat(client.write(MODELS).answer().status()).isEqualTo(200);
        }
    }

    @Test
    void tokenAsLongAsTheHeadersAllowIsJustWrong() {
        try (AbuseTest siege = AbuseTest.of(dataDir)) {
            RawAnswer answer = siege.attacker().write(guess("x".repeat(60_000))).answer();

            assertThat(answer.status()).isEqualTo(401);
        }
    }
}
