package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The relay on a bare connection: reuse, framing, old and unusual clients. */
class RelayWireTest {
    private static final String HELLO = """
            {"model": "gpt-5.5", "input": "hello"}""";
    private static final String HELLO_STREAM = """
            {"model": "gpt-5.5", "input": "hello", "stream": true}""";
    private static final String HEALTH = RawClient.head("GET /healthz HTTP/1.1");

    @TempDir
    Path dataDir;

    private RunningRelay relay;
    private RawClient client;

    @BeforeEach
    void start() {
        relay = RunningRelay.start(dataDir, Map.of("server.max_body_bytes", "65536"));
        client = RawClient.of(relay);
    }

    @AfterEach
    void stop() {
        client.close();
        relay.close();
    }

    @Test
    void connectionServesOnAfterEveryKindOfAnswer() {
        String wrong = RawClient.post(RunningRelay.RESPONSES, HELLO).replace(RunningRelay.TOKEN, "wrong");
        assertStatus(RawClient.post(RunningRelay.RESPONSES, "{"), 400);
        assertStatus(wrong, 401);
        assertStatus(RawClient.post("/v1/nowhere", HELLO), 404);
        assertStatus(RawClient.post("/v1/models", HELLO), 405);
        assertStatus(RawClient.post(RunningRelay.RESPONSES, " ".repeat(70_000)), 413);
        assertStatus(RawClient.post(RunningRelay.RESPONSES, HELLO).replace("application/json", "text/plain"), 415);
        assertStatus(RawClient.post("/v1/embeddings", HELLO), 501);
        relay.script("rate_limit_exceeded at=http");
        assertStatus(RawClient.post(RunningRelay.RESPONSES, HELLO), 429);
        assertStatus(RawClient.post(RunningRelay.RESPONSES, HELLO_STREAM), 200);
        relay.script("server_error at=middle");
        assertStatus(RawClient.post(RunningRelay.RESPONSES, HELLO_STREAM), 200);
        assertStatus(RawClient.post(RunningRelay.RESPONSES, HELLO), 200);
        assertStatus(HEALTH, 200);
    }

    @ParameterizedTest
    @CsvSource({"http://127.0.0.1", "http://localhost:8080", "HTTP://127.0.0.1:1"})
    void wholeUrlAsTargetIsServedLikeItsPath(String origin) {
        String models = RawClient.head("GET " + origin + "/v1/models?limit=1 HTTP/1.1");

        assertStatus(models, 200);
        assertStatus(models.replace(RunningRelay.TOKEN, "wrong"), 401);
        assertStatus(RawClient.post(origin + RunningRelay.RESPONSES, HELLO), 200);
        assertStatus(RawClient.head("GET " + origin + "/healthz HTTP/1.1"), 200);
        assertStatus(RawClient.head("GET " + origin + " HTTP/1.1"), 200);
        assertStatus(RawClient.head("GET " + origin + "/nowhere HTTP/1.1"), 404);
    }

    private void assertStatus(String request, int status) {
        RawAnswer answer = client.write(request).answer();
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("x-request-id")).isPresent();
        assertThat(answer.header("connection")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/healthz, 200", "/v1/models, 200", "/nowhere, 404", "/v1/responses, 405"})
    void headIsAnsweredLikeGetWithoutTheBody(String path, int status) {
        RawAnswer get =
                client.write(RawClient.head("GET " + path + " HTTP/1.1")).answer();
        RawAnswer head =
                client.write(RawClient.head("HEAD " + path + " HTTP/1.1")).answerWithoutBody();

        assertThat(head.status()).isEqualTo(status).isEqualTo(get.status());
        assertThat(Integer.parseInt(head.header("content-length").orElseThrow()))
                .isPositive();
        assertThat(client.write(HEALTH).answer().body()).contains("\"ok\":true");
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() {
        relay.script("slow-start millis=50");
        client.write(RawClient.post(RunningRelay.RESPONSES, HELLO_STREAM)
                + HEALTH
                + RawClient.head("GET /nowhere HTTP/1.1")
                + RawClient.post(RunningRelay.RESPONSES, HELLO));

        assertThat(client.answer().body()).endsWith("data: [DONE]\n\n");
        assertThat(client.answer().body()).contains("\"ok\":true");
        assertThat(client.answer().status()).isEqualTo(404);
        assertThat(client.answer().body()).contains("\"status\":\"completed\"");
    }

    @Test
    void oldClientGetsTheStreamWithoutChunks() {
        RawAnswer answer = client.write(
                        RawClient.post(RunningRelay.RESPONSES, HELLO_STREAM).replace("HTTP/1.1", "HTTP/1.0"))
                .answer();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("transfer-encoding")).isEmpty();
        assertThat(answer.body()).startsWith("event: response.created\n").endsWith("data: [DONE]\n\n");
    }

    @Test
    void oldClientGetsAWholeBodyAndTheEndOfTheConnection() {
        RawAnswer answer = client.write(
                        RawClient.post(RunningRelay.RESPONSES, HELLO).replace("HTTP/1.1", "HTTP/1.0"))
                .answer();

        assertThat(answer.body()).endsWith("}");
        assertThat(client.isClosedByRelay()).isTrue();
    }

    @Test
    void oldClientGetsKeepAliveHeader() {
        String request = RawClient.head("GET /healthz HTTP/1.0", "connection: keep-alive");

        for (int round = 0; round < 3; round++) {
            RawAnswer answer = client.write(request).answer();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("connection")).hasValue("keep-alive");
        }

        RawAnswer last = client.write(RawClient.head("GET /healthz HTTP/1.0")).answer();
        assertThat(last.header("connection")).isNotEqualTo(Optional.of("keep-alive"));
        assertThat(client.isClosedByRelay()).isTrue();
    }

    @Test
    void oldClientIsNotPromisedAConnectionThatEndsTheStream() {
        String request = RawClient.post(RunningRelay.RESPONSES, HELLO_STREAM)
                .replace("HTTP/1.1\r\n", "HTTP/1.0\r\nconnection: keep-alive\r\n");

        RawAnswer answer = client.write(request).answer();

        assertThat(answer.header("connection")).isNotEqualTo(Optional.of("keep-alive"));
        assertThat(answer.body()).endsWith("data: [DONE]\n\n");
    }

    @Test
    void newClientGetsNoKeepAliveHeader() {
        RawAnswer answer = client.write(RawClient.head("GET /healthz HTTP/1.1", "connection: keep-alive"))
                .answer();

        assertThat(answer.header("connection")).isEmpty();
    }

    @Test
    void clientThatClosesAfterOneRequestIsTakenAtItsWord() {
        RawAnswer answer = client.write(RawClient.head("GET /healthz HTTP/1.1", "connection: close"))
                .answer();

        assertThat(answer.header("connection")).hasValue("close");
        assertThat(client.isClosedByRelay()).isTrue();
    }

    @Test
    void clientThatWaitsForContinueGetsIt() {
        client.write(expecting(HELLO.length(), "application/json"));
        assertThat(client.answer().status()).isEqualTo(100);

        RawAnswer answer = client.write(HELLO).answer();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(client.write(HEALTH).answer().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"100000, application/json, 413", "20, text/plain, 415"})
    void clientThatWaitsForContinueIsRefusedBeforeItSends(int length, String contentType, int status) {
        RawAnswer answer = client.write(expecting(length, contentType)).answer();

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("connection")).hasValue("close");
        assertThat(client.isClosedByRelay()).isTrue();
    }

    private static String expecting(int length, String contentType) {
        return RawClient.head(
                "POST /v1/responses HTTP/1.1",
                "content-type: " + contentType,
                "content-length: " + length,
                "expect: 100-continue");
    }

    @Test
    void chunkedRequestIsRead() {
        client.write(RawClient.head(
                "POST /v1/responses HTTP/1.1", "content-type: application/json", "transfer-encoding: chunked"));
        for (char c : HELLO.toCharArray()) {
            client.write("1\r\n" + c + "\r\n");
        }

        assertThat(client.write("0\r\n\r\n").answer().status()).isEqualTo(200);
    }

    @Test
    void chunkedRequestIsRefusedOnceItIsTooLarge() {
        client.write(RawClient.head(
                "POST /v1/responses HTTP/1.1", "content-type: application/json", "transfer-encoding: chunked"));
        client.write("10000\r\n" + " ".repeat(0x10000) + "\r\n").write("1\r\n \r\n");

        assertThat(client.answer().status()).isEqualTo(413);

        client.write("3\r\nend\r\n0\r\n\r\n" + HEALTH);
        assertThat(client.answer().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense\r\n\r\n", "GET /healthz HTTP/1.1\r\nno colon\r\n\r\n"})
    void nonHttpIsAnsweredAndCutOff(String bytes) {
        RawAnswer answer = client.write(bytes).answer();

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("malformed_request");
        assertThat(client.isClosedByRelay()).isTrue();
    }

    @Test
    void endlessRequestLineIsRefused() {
        RawAnswer answer = client.write(RawClient.head("GET /" + "x".repeat(9_000) + " HTTP/1.1"))
                .answer();

        assertThat(answer.status()).isEqualTo(414);
    }

    @Test
    void endlessHeadersAreRefused() {
        RawAnswer answer = client.write(RawClient.head("GET /healthz HTTP/1.1", "x-long: " + "x".repeat(70_000)))
                .answer();

        assertThat(answer.status()).isEqualTo(431);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/models?x=/healthz", "http://127.0.0.1/v1/models", "/v1/%6dodels", "//v1/models"})
    void noSpellingOfAPathGetsAroundTheToken(String target) {
        RawAnswer answer = client.write(
                        RawClient.head("GET " + target + " HTTP/1.1").replace(RunningRelay.TOKEN, "wrong"))
                .answer();

        assertThat(answer.status()).isIn(401, 404);
        assertThat(relay.emulator().requests()).isEmpty();
    }
}
