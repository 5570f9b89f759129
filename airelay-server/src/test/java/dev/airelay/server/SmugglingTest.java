package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that hide another one from a program on the way: neither is served. */
@Timeout(60)
class SmugglingTest {

    private static final String HIDDEN =
            RawClient.post(RunningRelay.RESPONSES, Generation.RESPONSE.body("I was hidden"));

    @TempDir
    Path dataDir;

    private AbuseTest siege;

    @BeforeEach
    void start() {
        siege = AbuseTest.of(dataDir);
    }

    @AfterEach
    void stop() {
        siege.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "content-length: 4\r\ntransfer-encoding: chunked",
                "transfer-encoding: chunked\r\ncontent-length: 4",
                "content-length: 0\r\ncontent-length: 4",
                "content-length: 4, 0",
                "content-length: 4\r\ncontent-length: 4",
                "content-length : 4",
                "content-length:\r\n 4",
                "content-length: 4\r\n transfer-encoding: chunked",
                "transfer-encoding: chunked, identity",
                "transfer-encoding: identity\r\ntransfer-encoding: chunked",
                "transfer-encoding: x, chunked",
                "transfer-encoding : chunked",
                "transfer-encoding:\u000bchunked",
                "transfer-encoding: \"chunked\"",
                "content-length: 0x4",
                "content-length: 4\rx: y",
            })
    void requestOfDoubtfulLengthIsRefusedWithAllThatFollows(String lengths) {
        RawClient client = siege.attacker()
                .write("POST /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\n" + lengths + "\r\n\r\n0\r\n\r\n" + HIDDEN);

        String answers = client.finishSending().rest();

        assertThat(answers).startsWith("HTTP/1.1 400 ").contains("malformed_request", "x-request-id: req_");
        assertOneAnswer(answers);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5\r\nhello0\r\n\r\n",
                "5;ext\nhello\r\n0\r\n\r\n",
                "5\nhello\n0\n\n",
                "-5\r\nhello\r\n0\r\n\r\n",
                "0x5\r\nhello\r\n0\r\n\r\n",
                "g\r\n",
                "\r\n5\r\nhello\r\n0\r\n\r\n",
                "100000000000000005\r\nhello\r\n0\r\n\r\n",
            })
    void doubtfulChunkIsRefusedWithAllThatFollows(String chunks) {
        RawClient client = siege.attacker()
                .write(RawClient.head(
                                "POST /v1/responses HTTP/1.1",
                                "content-type: application/json",
                                "transfer-encoding: chunked")
                        + chunks
                        + HIDDEN);

        String answers = client.finishSending().rest();

        assertThat(answers).startsWith("HTTP/1.1 400 ");
        assertOneAnswer(answers);
    }

    private void assertOneAnswer(String answers) {
        assertThat(answers.split("HTTP/1\\.1 ", -1)).as(answers).hasSize(2);
        assertThat(siege.relay().emulator().requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000",
                "SSH-2.0-x\r\n\r\n"
            })
    void anotherProtocolIsRefused(String bytes) {
        RawClient client = siege.attacker().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        client.write("\r\n\r\n");

        assertThat(client.finishSending().rest()).startsWith("HTTP/1.1 400 ");
    }
}
