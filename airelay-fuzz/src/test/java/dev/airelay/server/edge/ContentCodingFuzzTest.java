package dev.airelay.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Any bytes, once or many times over, as a body in any coding: it is decoded within its limit, or refused. */
class ContentCodingFuzzTest {
    private static final int MAX_ENCODED_BYTES = 256 * 1024;

    /** The JDK's stream calls itself for each empty member: of so few bytes, there are not many. */
    private static final int MAX_BYTES_FOR_THE_JDK = 2 * 1024;

    @FuzzTest(maxDuration = "2m")
    void bodyIsDecodedWithinItsLimitOrRefused(FuzzedDataProvider data) {
        ContentCoding coding = data.pickValue(ContentCoding.values());
        int maxBytes = data.consumeInt(0, 1 << 16);
        int times = data.consumeInt(1, 1 << 14);
        byte[] piece = data.consumeRemainingAsBytes();
        byte[] body = repeated(piece, Math.min(times, MAX_ENCODED_BYTES / Math.max(1, piece.length)));
        try {
            Optional<byte[]> decoded = coding.decode(body, maxBytes);
            decoded.ifPresent(bytes -> assertThat(bytes).hasSizeLessThanOrEqualTo(maxBytes));
            if (coding == ContentCoding.GZIP && body.length <= MAX_BYTES_FOR_THE_JDK && decoded.isPresent()) {
                assertThat(decoded.get()).isEqualTo(ofTheJdk(body));
            }
        } catch (IOException refused) {
            assertThat(coding).isNotEqualTo(ContentCoding.IDENTITY);
        }
    }

    private static byte[] repeated(byte[] piece, int times) {
        byte[] all = new byte[piece.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(piece, 0, all, i * piece.length, piece.length);
        }
        return all;
    }

    private static byte[] ofTheJdk(byte[] gzip) throws IOException {
        if (gzip.length == 0) {
            return gzip;
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return in.readAllBytes();
        }
    }
}
