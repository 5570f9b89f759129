package dev.airelay.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ShellTextTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "/home/me/.airelay,/home/me/.airelay",
                "two words,'two words'",
                "it's,'it'\\''s'",
                "$HOME,'$HOME'",
                "~/x,'~/x'",
                "\"\",''"
            })
    void wordIsQuotedOnlyWhenItMustBe(String text, String word) {
        assertThat(ShellText.word(text)).isEqualTo(word);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\0',
            value = {
                "code --wait; code|--wait",
                "'/opt/my editor/bin/edit' -n; /opt/my editor/bin/edit|-n",
                "\"C:\\Program Files\\edit.exe\" /w; C:\\Program Files\\edit.exe|/w",
                "C:\\bin\\vim.exe; C:\\bin\\vim.exe",
                "my\\ editor a\\\"b; my editor|a\"b",
                "say 'it''s' \"\"; say|its|",
            })
    void wordsAreSplitAsQuotesSay(String line, String words) {
        assertThat(ShellText.words(line)).containsExactly(words.split("\\|", -1));
    }

    @Test
    void blankLineHasNoWords() {
        assertThat(ShellText.words("  ")).isEmpty();
    }
}
