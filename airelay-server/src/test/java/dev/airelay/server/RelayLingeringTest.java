package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that are refused while they send, on a connection that ends: they can read why. */
class RelayLingeringTest {
    private static final int LENGTH = 8 << 20;

    @TempDir
    Path dataDir;

    private RunningRelay relay;
    private RawClient client;

    @BeforeEach
    void start() {
        relay = RunningRelay.start(dataDir, Map.of("server.max_body_bytes", "1024"));
        client = RawClient.of(relay);
    }

    @AfterEach
    void stop() {
        client.close();
        relay.close();
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1, /v1/responses, right, 413",
        "HTTP/1.1, /v1/responses, wrong, 401",
        "HTTP/1.1, /v1/models, right, 405",
        "HTTP/1.1, /v1/embeddings, right, 501",
        "HTTP/1.0, /v1/nowhere, right, 404",
    })
    void answerArrivesThoughTheClientSendsOn(String version, String path, String token, int status) {
        String head = RawClient.head(
                "POST " + path + " " + version,
                "connection: close",
                "content-type: application/json",
                "content-length: " + LENGTH);
        client.write(token.equals("wrong") ? head.replace(RunningRelay.TOKEN, "wrong") : head);
        for (int sent = 0; sent < LENGTH; sent += 1 << 20) {
            client.write(" ".repeat(1 << 20));
        }

        RawAnswer answer = client.answer();

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).contains("\"error\"");
        assertThat(client.isClosedByRelay()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"70000, 431", "9000, 414"})
    void answerToWhatIsNotHttpArrivesToo(int length, int status) {
        String padding = "x".repeat(length);
        client.write(
                status == 431
                        ? RawClient.head("GET /healthz HTTP/1.1", "x-long: " + padding)
                        : "GET /" + padding + " HTTP/1.1\r\n\r\n");
        client.write("x".repeat(1 << 20));

        assertThat(client.answer().status()).isEqualTo(status);
        assertThat(client.isClosedByRelay()).isTrue();
    }
}
