package dev.airelay.backend.connect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserAgentTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Linux      | 6.18.0 | amd64   | codex_cli_rs/0.169.0 (Linux 6.18.0; x86_64) unknown
            Mac OS X   | 26.5   | aarch64 | codex_cli_rs/0.169.0 (Mac OS 26.5; arm64) unknown
            Windows 11 | 10.0   | amd64   | codex_cli_rs/0.169.0 (Windows 10.0; x86_64) unknown
            Linüx      | 6.1    | riscv64 | codex_cli_rs/0.169.0 (Lin_x 6.1; riscv64) unknown
            """)
    void hasCodexsForm(String system, String systemVersion, String machine, String expected) {
        assertThat(UserAgent.of("codex_cli_rs", "0.169.0", system, systemVersion, machine))
                .isEqualTo(expected);
    }
}
