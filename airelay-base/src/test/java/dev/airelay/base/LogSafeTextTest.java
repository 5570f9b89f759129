package dev.airelay.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogSafeTextTest {

    @Test
    void quotedTextIsCutAndHasNoControlCharacters() {
        assertThat(LogSafeText.of("a\r\n\u001bb")).isEqualTo("a???b");
        assertThat(LogSafeText.of("x".repeat(100))).isEqualTo("x".repeat(100));
        assertThat(LogSafeText.of("x".repeat(101))).isEqualTo("x".repeat(100) + "...");
    }

    @Test
    void cutsOnlyLongerText() {
        assertThat(LogSafeText.cut("12345", 5)).isEqualTo("12345");
        assertThat(LogSafeText.cut("123456", 5)).isEqualTo("12345…");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Bad token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln.  | Bad token [hidden].
            cut off: eyJhbGciOiJIUzI                              | cut off: [hidden]
            within_eyJhbGciOiJIUzI1NiJ9.e30.x                     | within_[hidden]
            token=eyJhbGciOiJIUzI1NiJ9.e30.x&next                 | token=[hidden]&next
            key sk-proj-abcdefghijkl!                             | key [hidden]!
            sess-abcdefghijkl, rt_abcdefghijkl and rt.abcdefghijkl | [hidden], [hidden] and [hidden]
            'Authorization: Bearer abcdef123456'                  | 'Authorization: Bearer [hidden]'
            Nothing to hide: sk-, eyJ and bearer of news.         | Nothing to hide: sk-, eyJ and bearer of news.
            """)
    void hidesCredentials(String text, String safe) {
        assertThat(LogSafeText.withoutCredentials(text)).isEqualTo(safe);
        assertThat(LogSafeText.oneLine(text, List.of())).isEqualTo(safe);
    }

    @Test
    void lineHasNeitherSecretsNorCharactersThatSteerTerminals() {
        assertThat(LogSafeText.oneLine(" a\nb\u001b[31m \u202e secret-1 abc ", List.of("secret-1", "abc")))
                .isEqualTo("a b\\u001b[31m \\u202e [hidden] abc");
        assertThat(LogSafeText.oneLine("x".repeat(295) + "secret-token", List.of("secret-token")))
                .isEqualTo("x".repeat(295) + "[hidd...");
    }
}
