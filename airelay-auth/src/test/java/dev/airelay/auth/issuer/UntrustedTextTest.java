package dev.airelay.auth.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.auth.TestTokens;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UntrustedTextTest {
    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of("lines become one", " two\r\nlines\t ", "two  lines"),
                Arguments.of("escape sequence", "a\u001b[31mb\u0007", "a\\u001b[31mb\\u0007"),
                Arguments.of("C1 control", "a\u009bb", "a\\u009bb"),
                Arguments.of("direction marks", "a\u202eb\u2066", "a\\u202eb\\u2066"),
                Arguments.of("line separator", "a\u2028b", "a\\u2028b"),
                Arguments.of("half a character", "a\ud83d", "a\\ud83d"),
                Arguments.of("letters of every script", "déjà 日本 \ud83d\ude00", "déjà 日本 \ud83d\ude00"),
                Arguments.of("a token", "bad " + TestTokens.jwt("x") + "!", "bad [hidden]!"),
                Arguments.of("half a token", "bad eyJhbGciOiJIUzI1NiJ9", "bad [hidden]"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void isMadeHarmless(String name, String text, String shown) {
        assertThat(UntrustedText.shown(text)).isEqualTo(shown);
    }

    @Test
    void secretsAreHiddenPlainAndEncoded() {
        assertThat(UntrustedText.shown("a+b/c= or a%2Bb%2Fc%3D, not abc", List.of("a+b/c=", "abc")))
                .isEqualTo("[hidden] or [hidden], not abc");
    }

    @Test
    void isCutAfterTheSecretsWereHidden() {
        String text = "x".repeat(295) + "secret-token";

        assertThat(UntrustedText.shown(text, List.of("secret-token")))
                .hasSize(303)
                .endsWith("[hidd...")
                .doesNotContain("secret");
    }
}
