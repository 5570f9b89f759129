package dev.airelay.traffic.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientNameTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            claude-cli/2.1.332 (external, cli)                          | Claude Code
            codex_cli_rs/0.171.0 (Debian 12; x86_64)                    | Codex
            codex_vscode/0.4                                            | Codex VS Code
            opencode/1.18.33                                            | opencode
            ai-sdk/openai/3.0 opencode/1.18.33                          | opencode
            ai/6.0.326 ai-sdk/provider-utils/4                          | AI SDK
            OpenAI/JS 7.59.0                                            | OpenAI JS
            AsyncOpenAI/Python 2.3.0                                    | OpenAI Python
            Mozilla/5.0 (X11) AppleWebKit/537.36 Cursor/1.2 Electron/30 | Cursor
            Mozilla/5.0 (X11; Linux x86_64)                             | browser
            HomeAssistant/2026.11 aiohttp/3.12 Python/3.13              | Home Assistant
            my-tool/1.2 (linux)                                         | my-tool
            ``                                                          | unknown
            a-name-that-is-much-longer-than-names-are                   | a-name-that-is-much-long
            """)
    void programIsKnownByItsHeader(String userAgent, String name) {
        assertThat(ClientName.of(userAgent)).isEqualTo(name);
    }
}
