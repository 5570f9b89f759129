package dev.airelay.transforms.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    @Test
    void borrowedBufferIsTheThreadsUnlessItIsBorrowedAlready() {
        JsonBuffer first = JsonBuffer.borrow().raw('a');
        JsonBuffer nested = JsonBuffer.borrow();
        assertThat(nested).isNotSameAs(first);
        assertThat(nested.length()).isZero();
        nested.giveBack();
        assertThat(first.length()).isEqualTo(1);
        first.giveBack();

        JsonBuffer again = JsonBuffer.borrow();
        assertThat(again).isSameAs(first);
        assertThat(again.length()).isZero();
        again.giveBack();
    }

    @Test
    void textThatFailsGivesItsBufferBack() {
        JsonBuffer own = JsonBuffer.borrow();
        own.giveBack();

        assertThatThrownBy(() -> JsonBuffer.text(buffer -> {
                    buffer.raw('a');
                    throw new IllegalStateException("no text");
                }))
                .isInstanceOf(IllegalStateException.class);

        JsonBuffer next = JsonBuffer.borrow();
        assertThat(next).isSameAs(own);
        assertThat(next.length()).isZero();
        next.giveBack();
    }

    @Test
    void hugeTextIsNotRetained() {
        byte[] huge = new byte[1 << 20];
        JsonBuffer buffer = JsonBuffer.borrow();
        assertThat(buffer.raw(huge).toText().bytes()).hasSizeGreaterThanOrEqualTo(huge.length);
        buffer.giveBack();

        JsonBuffer next = JsonBuffer.borrow();
        assertThat(next.raw('a').toText().bytes()).hasSizeLessThan(huge.length);
        next.giveBack();
    }
}
