package dev.airelay.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

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
}
