package dev.airelay.backend.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BackendOptionsTest {

    private static final BackendOptions DEFAULTS =
            BackendOptions.defaults(URI.create("https://chatgpt.com/backend-api/codex"));

    static Stream<Arguments> wrongValues() {
        Duration ok = Duration.ofSeconds(1);
        return Stream.of(
                wrong("clientVersion", "latest", o -> o.withIdentity("codex_cli_rs", "latest")),
                wrong("originator", "", o -> o.withIdentity("", "0.169.0")),
                wrong("originator", "a\r\nb", o -> o.withIdentity("a\r\nb", "0.169.0")),
                wrong("userAgent", "x\ny", o -> o.withUserAgent("x\ny")),
                wrong("connectTimeout", "PT0S", o -> o.withTimeouts(Duration.ZERO, ok, ok)),
                wrong("firstByteTimeout", "PT-1S", o -> o.withTimeouts(ok, ok.negated(), ok)),
                wrong("idleTimeout", "PT0S", o -> o.withTimeouts(ok, ok, Duration.ZERO)),
                wrong("holdBack", "PT-1S", o -> o.withHoldBack(ok.negated())),
                wrong("maxEventBytes", "10", o -> o.withMaxEventBytes(10)),
                wrong("maxIdleConnectionsPerLoop", "-1", o -> o.withKeepAlive(-1, ok)),
                wrong("idleConnectionLifetime", "PT0S", o -> o.withKeepAlive(1, Duration.ZERO)));
    }

    private static Arguments wrong(String name, String value, UnaryOperator<BackendOptions> change) {
        return Arguments.of(name, value, change);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("wrongValues")
    void wrongValueIsNamed(String name, String value, UnaryOperator<BackendOptions> change) {
        assertThatThrownBy(() -> change.apply(DEFAULTS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(name + " must be ")
                .hasMessageEndingWith("was " + value);
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://chatgpt.com/codex",
        "/backend-api/codex",
        "https:///codex",
        "https://chatgpt.com/codex?key=1",
        "https://chatgpt.com/codex#top"
    })
    void baseUrlThatCannotWorkIsRefused(URI base) {
        assertThatThrownBy(() -> BackendOptions.defaults(base))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("baseUrl must be ");
    }

    @Test
    void passwordInTheBaseUrlIsRefusedWithoutRepeatingIt() {
        assertThatThrownBy(() -> BackendOptions.defaults(URI.create("https://me:hunter2@chatgpt.com/codex")))
                .hasMessageContaining("baseUrl")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void slashAtTheEndOfTheBaseUrlIsDropped() {
        assertThat(BackendOptions.defaults(URI.create("https://chatgpt.com/backend-api/codex/"))
                        .baseUrl())
                .isEqualTo(DEFAULTS.baseUrl());
    }

    @Test
    void silentReasoningForFiveMinutesIsEndured() {
        assertThat(DEFAULTS.idleTimeout()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void userAgentFollowsTheIdentity() {
        BackendOptions other = DEFAULTS.withIdentity("codex_exec", "1.2.3");

        assertThat(other.userAgent()).startsWith("codex_exec/1.2.3 (");
        assertThat(DEFAULTS.userAgent()).startsWith(DEFAULTS.originator() + "/" + DEFAULTS.clientVersion() + " (");
    }
}
