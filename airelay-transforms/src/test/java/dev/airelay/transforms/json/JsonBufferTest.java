package dev.airelay.transforms.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.Recording;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBufferTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 7, 9, 10, 99, 100, 1234567890L, Long.MAX_VALUE})
    void numbersAreWrittenInDecimal(long number) {
        assertThat(new JsonBuffer().raw('[').number(number).raw(']').toArray())
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("[" + number + "]");
    }

    @Test
    void contentIsHandedOverInOneWriteAndForgotten() {
        Recording recording = new Recording();
        JsonBuffer buffer = new JsonBuffer();
        for (int i = 0; i < 100_000; i++) {
            buffer.raw('{').escaped("é\n").raw('}');
        }

        buffer.writeTo(recording);
        buffer.raw('x').writeTo(recording);

        assertThat(recording.writes()).containsExactly("{é\\n}".repeat(100_000), "x");
    }

    @Test
    void viewSurvivesWhatIsAppendedLater() {
        JsonBuffer buffer = new JsonBuffer();
        buffer.escaped("before");
        JsonText view = buffer.toText();

        buffer.escaped("x".repeat(10_000));

        assertThat(view).hasToString("before");
    }
}
