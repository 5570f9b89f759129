package dev.airelay.server.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentCodingTest {
    private static final int LIMIT = 1 << 20;
    private static final int SMALL_STACK_BYTES = 160 * 1024;
    private static final int MANY = 100_000;

    private static byte[] gzip(String content) throws IOException {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(encoded)) {
            out.write(content.getBytes(US_ASCII));
        }
        return encoded.toByteArray();
    }

    private static byte[] encoded(String coding, String content) throws IOException {
        return coding.equals("zstd") ? Zstd.compress(content.getBytes(US_ASCII)) : gzip(content);
    }

    private static byte[] repeated(byte[] piece, int times) {
        byte[] all = new byte[piece.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(piece, 0, all, i * piece.length, piece.length);
        }
        return all;
    }

    private static String decoded(byte[]... pieces) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            all.write(piece);
        }
        return new String(ContentCoding.GZIP.decode(all.toByteArray(), LIMIT).orElseThrow(), US_ASCII);
    }

    @ParameterizedTest
    @CsvSource({"gzip, ''", "gzip, x", "zstd, ''", "zstd, x"})
    void manyTinyMembersNeedNoMoreStackThanOne(String coding, String content) throws IOException {
        byte[] body = repeated(encoded(coding, content), MANY);
        CompletableFuture<Optional<byte[]>> result = new CompletableFuture<>();
        Thread narrow = new Thread(
                null,
                () -> {
                    try {
                        result.complete(ContentCoding.of(coding).orElseThrow().decode(body, LIMIT));
                    } catch (IOException | Error failed) {
                        result.completeExceptionally(failed);
                    }
                },
                "narrow",
                SMALL_STACK_BYTES);
        narrow.start();

        assertThat(result.join().orElseThrow()).isEqualTo(content.repeat(MANY).getBytes(US_ASCII));
    }

    @Test
    void everyMemberCountsAgainstTheLimit() throws IOException {
        byte[] three = repeated(gzip("four"), 3);

        assertThat(ContentCoding.GZIP.decode(three, 12)).isPresent();
        assertThat(ContentCoding.GZIP.decode(three, 11)).isEmpty();
    }

    @Test
    void memberMayHaveEveryFieldOfItsHeader() throws IOException {
        byte[] plain = gzip("plain");
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.write(plain, 0, 3);
        header.write(2 | 4 | 8 | 16);
        header.write(plain, 4, 6);
        header.writeBytes(new byte[] {3, 0, 'e', 'x', 't'});
        header.writeBytes("name\0comment\0".getBytes(US_ASCII));
        CRC32 checksum = new CRC32();
        checksum.update(header.toByteArray());
        header.write((int) checksum.getValue());
        header.write((int) checksum.getValue() >> 8);
        byte[] rest = Arrays.copyOfRange(plain, 10, plain.length);

        assertThat(decoded(gzip("before "), header.toByteArray(), rest, gzip(" and after")))
                .isEqualTo("before plain and after");
        byte[] damaged = header.toByteArray();
        damaged[12] ^= 1;
        assertThatThrownBy(() -> decoded(damaged, rest)).hasMessageContaining("header");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 9, 10, 15, -8, -5, -4, -1})
    void damagedByteIsFound(int at) throws IOException {
        byte[] member = gzip("some content");
        member[at < 0 ? member.length + at : at] ^= 0x60;

        if (at == 9) {
            assertThat(decoded(member)).as("the system it comes from").isEqualTo("some content");
        } else {
            assertThatThrownBy(() -> decoded(gzip("x"), member)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void whatIsCutOffAnywhereIsNotABody() throws IOException {
        byte[] whole = gzip("some content");

        for (int length = 1; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> decoded(cut)).as("%d bytes", length).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> decoded(whole, cut)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void whatFollowsTheLastMemberIsNotDropped() throws IOException {
        byte[] whole = gzip("some content");

        assertThatThrownBy(() -> decoded(whole, new byte[] {1, 2, 3})).hasMessageContaining("byte " + whole.length);
    }
}
