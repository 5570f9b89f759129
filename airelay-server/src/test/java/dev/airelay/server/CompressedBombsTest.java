package dev.airelay.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small bodies that would become large ones. */
@Timeout(120)
class CompressedBombsTest {

    private static final int BOMB_MIB = 256;

    @TempDir
    Path dataDir;

    private static byte[] bomb(String coding) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] mebibyte = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
        try (OutputStream out = coder(coding, packed)) {
            for (int i = 0; i < BOMB_MIB; i++) {
                out.write(mebibyte);
            }
        }
        return packed.toByteArray();
    }

    private static OutputStream coder(String coding, OutputStream packed) throws IOException {
        return switch (coding) {
            case "gzip" -> new GZIPOutputStream(packed);
            case "zstd" -> new ZstdOutputStream(packed);
            case "raw deflate" -> new DeflaterOutputStream(packed, new Deflater(Deflater.BEST_SPEED, true));
            default -> new DeflaterOutputStream(packed);
        };
    }

    private static RawAnswer send(AbuseTest siege, String coding, byte[] body) {
        return siege.attacker()
                .write(RawClient.head(
                        "POST /v1/responses HTTP/1.1",
                        "content-type: application/json",
                        "content-encoding: " + coding,
                        "content-length: " + body.length))
                .write(body)
                .answer();
    }

    @ParameterizedTest
    @CsvSource({"gzip, gzip", "deflate, deflate", "raw deflate, deflate", "zstd, zstd"})
    void bombIsRefusedAtTheLimit(String coder, String coding) throws IOException {
        byte[] bomb = bomb(coder);
        try (AbuseTest siege = AbuseTest.of(dataDir, "server.max_body_bytes", "2000000")) {
            assertThat(bomb.length).isLessThan(2_000_000);

            RawAnswer answer = send(siege, coding, bomb);

            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.body()).contains("request_too_large");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "zstd"})
    void whatIsNotOfItsCodingIsRefused(String coding) {
        byte[] noise = {0x1f, (byte) 0x8b, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
        try (AbuseTest siege = AbuseTest.of(dataDir)) {
            RawAnswer answer = send(siege, coding, noise);

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("invalid_content_encoding");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip, gzip", "br", "identity, gzip"})
    void codingsUponCodingsAreRefused(String coding) {
        try (AbuseTest siege = AbuseTest.of(dataDir)) {
            assertThat(send(siege, coding, new byte[] {1, 2, 3}).status()).isEqualTo(415);
        }
    }
}
