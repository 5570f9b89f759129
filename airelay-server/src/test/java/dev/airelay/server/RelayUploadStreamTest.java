package dev.airelay.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Uploads at the level of bytes: in pieces, given up, refused on the way. */
class RelayUploadStreamTest {
    private static final String START = """
            --test-boundary\r
            Content-Disposition: form-data; name="file"; filename="a.txt"\r
            \r
            """;
    private static final String END = """
            \r
            --test-boundary\r
            Content-Disposition: form-data; name="purpose"\r
            \r
            user_data\r
            --test-boundary--\r
            """;

    @TempDir
    Path dataDir;

    private RunningRelay relay;

    @BeforeEach
    void start() {
        relay = RunningRelay.start(dataDir, Map.of("uploads.max_upload_bytes", "1000000"));
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    private static String head(long length, String... more) {
        String head = RawClient.head(
                "POST /v1/files HTTP/1.1", "content-type: " + FormBody.CONTENT_TYPE, "content-length: " + length);
        return head.substring(0, head.length() - 2) + String.join("", more) + "\r\n";
    }

    private static int length(String text) {
        return text.getBytes(UTF_8).length;
    }

    /** Asks until the staging directory is as wanted; each request is a round trip, so nothing spins. */
    private void awaitStaged(boolean wanted) throws IOException {
        long deadline = System.nanoTime() + RunningRelay.LIMIT.toNanos();
        while (staged() != wanted) {
            assertThat(System.nanoTime()).as("staged files: %s", staged()).isLessThan(deadline);
            relay.get("/healthz");
        }
    }

    private boolean staged() {
        try (Stream<Path> files = Files.list(dataDir.resolve("store").resolve("staging"))) {
            return files.findAny().isPresent();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Test
    void bodyArrivesInPiecesAndTheConnectionContinues() {
        String content = "x".repeat(100_000);
        String body = START + content + END;
        try (RawClient client = RawClient.of(relay)) {
            client.write(head(length(body)));
            for (int at = 0; at < body.length(); at += 9_973) {
                client.write(body.substring(at, Math.min(at + 9_973, body.length())));
            }

            RawAnswer answer = client.answer();
            client.write(RawClient.head("GET /healthz HTTP/1.1"));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(JsonMapper.shared().readTree(answer.body()).path("bytes").intValue())
                    .isEqualTo(100_000);
            assertThat(client.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void clientThatGoesLeavesNothingBehind() throws IOException {
        try (RawClient client = RawClient.of(relay)) {
            client.write(head(900_000)).write(START).write("x".repeat(300_000));
            awaitStaged(true);
            client.reset();
        }

        awaitStaged(false);

        assertThat(relay.get("/v1/relay/status")
                        .json()
                        .at("/storage/total_bytes")
                        .intValue())
                .isZero();
    }

    @Test
    void refusalComesWhileTheBodyDoes() {
        try (RawClient client = RawClient.of(relay)) {
            client.write(head(50_000_000, "expect: 100-continue\r\n"));
            RawAnswer announced = client.answer();

            assertThat(announced.status()).isEqualTo(413);
            assertThat(announced.header("connection")).hasValue("close");
        }
        try (RawClient client = RawClient.of(relay)) {
            client.write(RawClient.head(
                    "POST /v1/files HTTP/1.1", "content-type: " + FormBody.CONTENT_TYPE, "transfer-encoding: chunked"));
            String piece = START + "x".repeat(1_200_000);
            client.write(Integer.toHexString(length(piece)) + "\r\n" + piece + "\r\n");

            assertThat(client.answer().status()).isEqualTo(413);

            client.write("3\r\nabc\r\n0\r\n\r\n").write(RawClient.head("GET /healthz HTTP/1.1"));
            assertThat(client.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void expectContinueGetsContinue() {
        String body = START + "x" + END;
        try (RawClient client = RawClient.of(relay)) {
            client.write(head(length(body), "expect: 100-continue\r\n"));
            assertThat(client.answer().status()).isEqualTo(100);

            assertThat(client.write(body).answer().status()).isEqualTo(200);
        }
    }

    @Test
    void refusedClientGetsNoContinue() {
        try (RawClient client = RawClient.of(relay)) {
            client.write(RawClient.head(
                    "POST /v1/files HTTP/1.1",
                    "content-type: text/plain",
                    "content-length: 10",
                    "expect: 100-continue"));

            assertThat(client.answer().status()).isEqualTo(415);
        }
    }

    @Test
    void slowReaderGetsTheWholeContent() {
        WireAnswer created = relay.upload(
                "/v1/files", new FormBody().field("purpose", "batch").file("file", "a.bin", "x/y", new byte[900_000]));
        String path = "/v1/files/" + created.json().path("id").stringValue() + "/content";
        try (RawClient slow = RawClient.withSmallWindow(relay);
                RawClient gone = RawClient.withSmallWindow(relay)) {
            slow.write(RawClient.head("GET " + path + " HTTP/1.1"));
            gone.write(RawClient.head("GET " + path + " HTTP/1.1"));
            gone.readUntil("\r\n\r\n");
            gone.reset();
            for (int i = 0; i < 50; i++) {
                assertThat(relay.get("/healthz").status()).isEqualTo(200);
            }

            assertThat(slow.answer().body()).hasSize(900_000);
            slow.write(RawClient.head("HEAD " + path + " HTTP/1.1")).write(RawClient.head("GET /healthz HTTP/1.1"));
            assertThat(slow.answerWithoutBody().header("content-length")).hasValue("900000");
            assertThat(slow.answer().body()).contains("AIRelay");
        }
    }
}
