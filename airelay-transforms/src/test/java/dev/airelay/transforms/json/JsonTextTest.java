package dev.airelay.transforms.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

    private static JsonText escaped(String text) {
        byte[] bytes = ("\"" + text + "\"").getBytes(StandardCharsets.UTF_8);
        return new JsonText(bytes, 1, bytes.length - 1, true);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            `plain`                  | `plain`   | 5
            ``                       | ``        | 0
            `é😀`                    | `é😀`     | 2
            `\\u00e9\\ud83d\\ude00x` | `é😀x`    | 3
            `a\\\\b\\"c\\/d`         | `a\\b"c/d` | 7
            """)
    void valueAndLengthAreThoseOfTheString(String json, String value, int codePoints) {
        assertThat(escaped(json)).hasToString(value);
        assertThat(escaped(json).codePoints()).isEqualTo(codePoints);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "é ü ß", "😀😀", "\u0000\u001f\"\\\b\f\n\r\t/", "\u2028\u2029\uFEFF"})
    void textSurvivesEscaping(String text) {
        assertThat(JsonText.of(text)).hasToString(text);
        assertThat(JsonText.of(text).codePoints()).isEqualTo(text.codePointCount(0, text.length()));
        assertThat(Json.read(quoted(text), 0, quoted(text).length).stringValue())
                .isEqualTo(text);
    }

    private static byte[] quoted(String text) {
        return new JsonBuffer().quoted(JsonText.of(text)).toArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD83D", "\uDE00", "a\uD83Db", "\uDE00\uD83D"})
    void halfACharacterIsReplaced(String text) {
        assertThat(JsonText.of(text).toString())
                .isEqualTo(text.replace('\uD83D', '\uFFFD').replace('\uDE00', '\uFFFD'));
    }

    @Test
    void halfACharacterIsHeldUntilItIsEscaped() {
        assertThat(escaped("x\\ud83d").units()).isEqualTo("x\uD83D");
    }

    @Test
    void unpairedEscapesAreRepairedInPlace() {
        byte[] json = "{\"a\":\"\\ud83d \\ud83d\\ude00 \\\\ud83d \\ude00\"}".getBytes(StandardCharsets.UTF_8);

        assertThat(JsonRepair.paired(json))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("{\"a\":\"\\ufffd \\ud83d\\ude00 \\\\ud83d \\ufffd\"}");
    }

    @Test
    void sameBytesAreEqualWhereverTheyStand() {
        assertThat(escaped("abc")).isEqualTo(JsonText.of("abc")).hasSameHashCodeAs(JsonText.of("abc"));
        assertThat(escaped("abc")).isNotEqualTo(JsonText.of("abd"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.50", "1E+2", "100000000000000000000000000001", "0.1000000000000000055511151231257827"})
    void digitsSurviveATree(String number) {
        byte[] json = ("[" + number + "]").getBytes(StandardCharsets.UTF_8);

        assertThat(Json.write(Json.read(json, 0, json.length)))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("[" + number + "]");
    }
}
