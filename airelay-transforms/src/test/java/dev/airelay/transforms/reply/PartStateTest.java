package dev.airelay.transforms.reply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.transforms.json.JsonText;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PartStateTest {

    private PartState part;

    @BeforeEach
    void createPart() {
        part = new PartState(new OutputState(), Channel.TEXT, 0, 0);
    }

    private static JsonText escaped(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return new JsonText(bytes, 0, bytes.length, false);
    }

    @Test
    void piecesThatNeedNoRepairAreReturnedUnchanged() {
        JsonText piece = new JsonText(new byte[] {'a', '\\', 'n'}, 0, 3, true);

        assertThat(part.append(piece)).isSameAs(piece);
        assertThat(part.text()).hasToString("a\n");
    }

    @Test
    void halfACharacterWaitsForItsOtherHalf() {
        assertThat(part.append(escaped("a\\ud83d"))).hasToString("a");
        assertThat(part.append(escaped("\\ude00b"))).hasToString("😀b");
        assertThat(part.complete()).isEqualTo(JsonText.EMPTY);
        assertThat(part.text()).hasToString("a😀b");
    }

    @Test
    void halfACharacterAtTheEndIsReplaced() {
        part.append(escaped("a\\ud83d"));

        assertThat(part.complete()).hasToString("\uFFFD");
        assertThat(part.text()).hasToString("a\uFFFD");
    }

    @Test
    void wholeTextHandsOutWhatWasMissing() {
        part.append(JsonText.of("Hel"));

        assertThat(part.complete(JsonText.of("Hello"))).hasToString("lo");
        assertThat(part.complete(JsonText.of("Hello, again"))).isEqualTo(JsonText.EMPTY);
        assertThat(part.text()).hasToString("Hello");
    }

    @Test
    void wholeTextThatIsEscapedDifferentlyIsTheSame() {
        part.append(JsonText.of("é"));

        assertThat(part.complete(escaped("\\u00e9"))).isEqualTo(JsonText.EMPTY);
    }

    @Test
    void wholeTextThatContradictsIsNotAppended() {
        part.append(JsonText.of("{\"a\": 1}"));

        assertThat(part.complete(JsonText.of("{\"a\":1,\"b\":2}"))).isEqualTo(JsonText.EMPTY);
        assertThat(part.text()).hasToString("{\"a\":1,\"b\":2}");
    }

    @Test
    void emptyWholeTextDoesNotHideThePieces() {
        part.append(JsonText.of("Hello"));

        assertThat(part.complete(JsonText.EMPTY)).isEqualTo(JsonText.EMPTY);
        assertThat(part.text()).hasToString("Hello");
    }
}
