package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.api.RecordedRequest;
import dev.airelay.emulator.api.RecordedRequest.Ending;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that end their side of the connection after their request, and wait for the answer. */
@Timeout(60)
class HalfClosedClientsTest {

    @TempDir
    Path dataDir;

    private AbuseTest siege;

    @BeforeEach
    void start() {
        siege = AbuseTest.of(dataDir, "server.heartbeat_seconds", "0.3");
    }

    @AfterEach
    void stop() {
        siege.close();
    }

    private RawClient asking(Generation generation, String version) {
        String request = RawClient.post(generation.path(), generation.body("hello"));
        return siege.attacker().write(request.replace("HTTP/1.1", version)).finishSending();
    }

    @ParameterizedTest
    @EnumSource
    void getTheWholeAnswerAndThenTheEnd(Generation generation) {
        RawClient client = asking(generation, "HTTP/1.1");

        RawAnswer answer = client.finalAnswer();

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("said").endsWith(generation.end());
        assertThat(client.isClosedByRelay()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void getTheWholeAnswerInTheOldProtocol(Generation generation) {
        String answer = asking(generation, "HTTP/1.0").rest();

        assertThat(answer).startsWith("HTTP/1.1 200 ").contains("said");
        assertThat(answer).endsWith(generation.end());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /healthz HTTP/1.1", "GET /v1/models HTTP/1.1", "GET /nowhere HTTP/1.1"})
    void areNotifiedThatTheConnectionClosesAfterTheResponse(String request) {
        RawClient client = siege.attacker();
        client.write(RawClient.head(request)).finishSending();

        RawAnswer answer = client.finalAnswer();

        assertThat(answer.body()).startsWith("{");
        assertThat(client.isClosedByRelay()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void keepTheirCallWhileTheyAreThereAndLoseItWhenTheyGo(Generation generation) {
        siege.relay().script("silence at=headers");
        RawClient client = asking(generation, "HTTP/1.1");
        RecordedRequest request = siege.relay().upstreamRequest();

        client.readUntil("HTTP/1.1 100 Continue\r\n\r\n");
        client.readUntil("HTTP/1.1 100 Continue\r\n\r\n");
        assertThat(request.ending()).isEqualTo(Ending.OPEN);
        client.close();

        assertThat(request.awaitEnding(RunningRelay.LIMIT)).isEqualTo(Ending.CLIENT_GONE);
    }

    @Test
    void keepTheirStreamWhileTheyAreThereAndLoseItWhenTheyGo() {
        siege.relay().script("text words=100, silence after=20");
        RawClient client = asking(Generation.RESPONSE_STREAM, "HTTP/1.1");
        RecordedRequest request = siege.relay().upstreamRequest();

        client.readUntil(": keep-alive\n\n");
        client.readUntil(": keep-alive\n\n");
        assertThat(request.ending()).isEqualTo(Ending.OPEN);
        client.close();

        assertThat(request.awaitEnding(RunningRelay.LIMIT)).isEqualTo(Ending.CLIENT_GONE);
    }

    /** White space before a JSON text has no meaning, so it changes no line. */
    @ParameterizedTest
    @EnumSource(names = {"OLLAMA_CHAT_STREAM", "OLLAMA_GENERATE_STREAM"})
    void keepTheirLinesWhileTheyAreThereAndLoseThemWhenTheyGo(Generation generation) {
        siege.relay().script("text words=100, silence after=20");
        RawClient client = asking(generation, "HTTP/1.1");
        RecordedRequest request = siege.relay().upstreamRequest();

        client.readUntil("\r\n1\r\n \r\n");
        client.readUntil("1\r\n \r\n");
        assertThat(request.ending()).isEqualTo(Ending.OPEN);
        client.close();

        assertThat(request.awaitEnding(RunningRelay.LIMIT)).isEqualTo(Ending.CLIENT_GONE);
    }

    @Test
    void getAllAnswersOfRequestsSentAhead() {
        RawClient client = siege.attacker()
                .write(RawClient.post(RunningRelay.RESPONSES, Generation.RESPONSE_STREAM.body("one"))
                        + RawClient.head("GET /healthz HTTP/1.1")
                        + RawClient.post(RunningRelay.CHAT, Generation.CHAT.body("three")))
                .finishSending();

        assertThat(client.finalAnswer().body()).contains("one");
        assertThat(client.finalAnswer().body()).contains("\"ok\":true");
        RawAnswer last = client.finalAnswer();
        assertThat(last.body()).contains("three");
        assertThat(last.header("connection")).hasValue("close");
        assertThat(client.isClosedByRelay()).isTrue();
    }

    @Test
    void getAnAnswerThatIsLongerThanTheirWindow() {
        siege.relay().script("giant in=text mb=4");
        try (RawClient client = RawClient.withSmallWindow(siege.relay())) {
            client.write(RawClient.post(RunningRelay.RESPONSES, Generation.RESPONSE.body("tell me everything")))
                    .finishSending();

            RawAnswer answer = client.finalAnswer();

            assertThat(answer.body()).hasSizeGreaterThan(4_000_000).endsWith("}");
            assertThat(client.isClosedByRelay()).isTrue();
        }
    }

    @Test
    void getWhatTheirUploadCameTo() {
        byte[] form = new FormBody()
                .field("purpose", "user_data")
                .file("file", "a.txt", "text/plain", "some text".getBytes(StandardCharsets.UTF_8))
                .bytes();
        RawClient client = siege.attacker()
                .write(RawClient.head(
                        "POST /v1/files HTTP/1.1",
                        "content-type: " + FormBody.CONTENT_TYPE,
                        "content-length: " + form.length))
                .write(form)
                .finishSending();

        assertThat(client.finalAnswer().status()).isEqualTo(200);
        assertThat(client.isClosedByRelay()).isTrue();
    }
}
