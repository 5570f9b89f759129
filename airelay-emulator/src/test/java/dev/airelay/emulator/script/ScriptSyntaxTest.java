package dev.airelay.emulator.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptSyntaxTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "cut; kind=rst; after=2",
                " cut kind=rst after=2 ",
                "cut;kind=\"rst\";after=2;",
                ",cut kind=rst;after=2,"
            })
    void oneScriptIsReadInEverySpelling(String text) {
        assertThat(ScriptSyntax.parse(text))
                .containsExactly(new ScriptCall("cut", Map.of("kind", "rst", "after", "2")));
    }

    @Test
    void severalScriptsAreSeparatedByCommas() {
        assertThat(ScriptSyntax.parse("crlf, split; bytes=1, comments"))
                .extracting(ScriptCall::name)
                .containsExactly("crlf", "split", "comments");
    }

    @Test
    void jsonValuesKeepTheirCommasSpacesAndBrackets() {
        List<ScriptCall> calls =
                ScriptSyntax.parse("call args={\"cmd\": \"echo }, ]\", \"n\": [1, {}]} name=exec, crlf");

        assertThat(calls).hasSize(2);
        assertThat(calls.get(0).values())
                .isEqualTo(Map.of("args", "{\"cmd\": \"echo }, ]\", \"n\": [1, {}]}", "name", "exec"));
    }

    @Test
    void quotedValuesKnowTheBackslash() {
        assertThat(ScriptSyntax.parse("text value=\"say \\\"hi\\\" \\\\ now\""))
                .containsExactly(new ScriptCall("text", Map.of("value", "say \"hi\" \\ now")));
    }

    @Test
    void markersAreReadAndTakenOutOfThePrompt() {
        String prompt = "Hello [[emulate: crlf]] you [[emulate: call args=[[1]] name=f]]";

        assertThat(ScriptSyntax.inPrompt(prompt))
                .containsExactly(
                        new ScriptCall("crlf", Map.of()), new ScriptCall("call", Map.of("args", "[[1]]", "name", "f")));
        assertThat(ScriptSyntax.withoutMarkers(prompt)).isEqualTo("Hello  you");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "cut kind | '=' expected after cut kind",
                "=x | a script name expected at position 0",
                "text value=\"open | '\"' is missing",
                "call args={\"a\":1 | a closing bracket is missing",
            })
    void unreadableScriptIsExplained(String text, String message) {
        assertThatThrownBy(() -> ScriptSyntax.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
