package dev.airelay.transforms.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ByteAccumulatorTest {

    private static final byte[] TEXT = "0123456789".getBytes(StandardCharsets.US_ASCII);

    @Test
    void copyingIsLinearInTheBytes() {
        int total = 40 * 1024 * 1024;
        SseParser.ByteAccumulator accumulator = new SseParser.ByteAccumulator(64 * 1024 * 1024);
        long copied = 0;
        byte[] before = accumulator.array();

        for (int i = 0; i < total / TEXT.length; i++) {
            int held = accumulator.length();
            accumulator.append(TEXT, 0, TEXT.length);
            copied += accumulator.array() == before ? 0 : held;
            before = accumulator.array();
        }

        assertThat(copied).isLessThan(2L * total);
    }

    @Test
    void limitIsExact() {
        SseParser.ByteAccumulator accumulator = new SseParser.ByteAccumulator(11);

        accumulator.append(TEXT, 0, 10);
        accumulator.append((byte) 'x');

        assertThat(new String(accumulator.array(), 0, accumulator.length(), StandardCharsets.US_ASCII))
                .isEqualTo("0123456789x");
        assertThatThrownBy(() -> accumulator.append((byte) 'y')).isInstanceOf(SseLimitExceededException.class);
    }

    @Test
    void giantArrayIsLetGo() {
        SseParser.ByteAccumulator accumulator = new SseParser.ByteAccumulator(1024 * 1024);
        accumulator.append(new byte[500_000], 0, 500_000);

        accumulator.clear();

        assertThat(accumulator.isEmpty()).isTrue();
        assertThat(accumulator.array()).isEmpty();
    }

    @Test
    void appendingNothingChangesNothing() {
        SseParser.ByteAccumulator accumulator = new SseParser.ByteAccumulator(10);

        accumulator.append(accumulator.array(), 0, 0);

        assertThat(accumulator.isEmpty()).isTrue();
    }
}
