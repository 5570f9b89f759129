package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Headers that are too large, too many, or there twice. */
@Timeout(60)
class HeaderAttacksTest {

    private static final String AUTHORIZATION = "authorization: Bearer ";

    @TempDir
    Path dataDir;

    private AbuseTest siege;

    @BeforeEach
    void start() {
        siege = AbuseTest.of(dataDir, "server.max_request_line_bytes", "1000", "server.max_header_bytes", "20000");
    }

    @AfterEach
    void stop() {
        siege.close();
    }

    private RawAnswer answer(String request) {
        return siege.attacker().write(request).answer();
    }

    @Test
    void oneGiantHeaderIsRefused() {
        RawAnswer answer = answer(RawClient.head("GET /healthz HTTP/1.1", "x-giant: " + "x".repeat(30_000)));

        assertThat(answer.status()).isEqualTo(431);
        assertThat(answer.body()).contains("20000 bytes");
    }

    @Test
    void manySmallHeadersAreRefused() {
        String headers = IntStream.range(0, 5_000).mapToObj(i -> "a: " + i).collect(Collectors.joining("\r\n"));

        assertThat(answer(RawClient.head("GET /healthz HTTP/1.1", headers)).status())
                .isEqualTo(431);
    }

    @Test
    void headersWithoutAnEndAreRefusedWhenTheyAreTooMany() {
        RawClient client = siege.attacker().write("GET /healthz HTTP/1.1\r\n");
        client.write("x: value\r\n".repeat(5_000));

        assertThat(client.answer().status()).isEqualTo(431);
    }

    @Test
    void giantRequestLineIsRefused() {
        RawAnswer answer = answer(RawClient.head("GET /" + "x".repeat(2_000) + " HTTP/1.1"));

        assertThat(answer.status()).isEqualTo(414);
        assertThat(answer.body()).contains("1000 bytes");
    }

    @Test
    void requestLineWithoutAnEndIsRefused() {
        assertThat(answer("x".repeat(100_000)).status()).isEqualTo(414);
    }

    @ParameterizedTest
    @CsvSource({"'host: 127.0.0.1', 400", "'host: evil.example', 400"})
    void secondHostIsRefused(String second, int status) {
        assertThat(answer(RawClient.head("GET /healthz HTTP/1.1", second)).status())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"wrong", "relay-token-of-the-tests"})
    void ofTwoTokensNoneCounts(String second) {
        assertThat(answer(RawClient.head("GET /v1/models HTTP/1.1", AUTHORIZATION + second))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void trailersAreBoundedToo() {
        RawClient client = siege.attacker()
                .write(RawClient.head(
                                "POST /v1/responses HTTP/1.1",
                                "content-type: application/json",
                                "transfer-encoding: chunked")
                        + "0\r\n" + "x-giant: " + "x".repeat(30_000) + "\r\n\r\n");

        assertThat(client.answer().status()).isEqualTo(431);
        assertThat(siege.relay().emulator().requests()).isEmpty();
    }
}
