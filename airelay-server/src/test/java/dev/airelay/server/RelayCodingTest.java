package dev.airelay.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Request bodies in a content coding. */
class RelayCodingTest {
    private static final int LIMIT = 1 << 20;
    private static final String HELLO = """
            {"model": "gpt-5.5", "input": "hello"}""";

    /** How a client may send a body. */
    enum Sent {
        GZIP("gzip"),
        OLD_GZIP("x-gzip"),
        ZLIB("deflate"),
        BARE_DEFLATE("Deflate"),
        ZSTD("zstd"),
        PLAIN("identity");

        private final String header;

        Sent(String header) {
            this.header = header;
        }

        byte[] encode(byte[] body) {
            if (this == ZSTD || this == PLAIN) {
                return this == ZSTD ? Zstd.compress(body, 3) : body;
            }
            ByteArrayOutputStream encoded = new ByteArrayOutputStream();
            try (OutputStream out = encoder(encoded)) {
                out.write(body);
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            return encoded.toByteArray();
        }

        private OutputStream encoder(OutputStream to) throws IOException {
            return switch (this) {
                case ZLIB -> new DeflaterOutputStream(to);
                case BARE_DEFLATE -> new DeflaterOutputStream(to, new Deflater(Deflater.DEFAULT_COMPRESSION, true));
                default -> new GZIPOutputStream(to);
            };
        }
    }

    @TempDir
    Path dataDir;

    private RunningRelay relay;

    @BeforeEach
    void start() {
        relay = RunningRelay.start(dataDir, Map.of("server.max_body_bytes", Integer.toString(LIMIT)));
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    private WireAnswer send(Sent sent, byte[] encoded) {
        return relay.post(RunningRelay.RESPONSES, encoded, "content-encoding", sent.header);
    }

    @ParameterizedTest
    @EnumSource
    void bodyIsReadInEveryCoding(Sent sent) {
        WireAnswer answer = send(sent, sent.encode(HELLO.getBytes(UTF_8)));

        assertThat(answer.status()).as(answer::text).isEqualTo(200);
        assertThat(answer.text()).contains("hello");
    }

    @ParameterizedTest
    @EnumSource
    void bodyMayFillTheLimitAndNoMore(Sent sent) {
        String padded = HELLO + " ".repeat(LIMIT - HELLO.length());

        assertThat(send(sent, sent.encode(padded.getBytes(UTF_8))).status()).isEqualTo(200);
        WireAnswer tooLarge = send(sent, sent.encode((padded + " ").getBytes(UTF_8)));
        assertThat(tooLarge.status()).isEqualTo(413);
        assertThat(tooLarge.error("code")).isEqualTo("request_too_large");
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZLIB", "ZSTD"})
    void bombIsRefusedAndTheRelayServesOn(Sent sent) {
        byte[] bomb = sent.encode(new byte[200 << 20]);
        assertThat(bomb.length).isLessThan(LIMIT);

        assertThat(send(sent, bomb).status()).isEqualTo(413);

        assertThat(relay.responses(HELLO).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(names = "PLAIN", mode = EnumSource.Mode.EXCLUDE)
    void damagedBodyIsRefused(Sent sent) {
        byte[] whole = sent.encode(HELLO.getBytes(UTF_8));

        for (byte[] damaged :
                new byte[][] {Arrays.copyOf(whole, whole.length - 5), "not encoded at all".getBytes(UTF_8)}) {
            WireAnswer answer = send(sent, damaged);
            assertThat(answer.status()).as(answer::text).isEqualTo(400);
            assertThat(answer.error("code")).isEqualTo("invalid_content_encoding");
            assertThat(answer.error("message")).contains(sent.header);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "compress", "gzip, gzip", "zstd;q=1"})
    void unknownCodingIsRefused(String coding) {
        WireAnswer answer = relay.post(RunningRelay.RESPONSES, HELLO, "content-encoding", coding);

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.error("message")).contains(coding, "zstd");
    }

    @Test
    void emptyEncodedBodyIsAnEmptyBody() {
        assertThat(send(Sent.GZIP, new byte[0]).error("code")).isEqualTo("invalid_json");
    }
}
