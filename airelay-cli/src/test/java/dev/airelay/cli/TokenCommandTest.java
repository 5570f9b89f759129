package dev.airelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class TokenCommandTest {
    private TestProcess process;

    @BeforeEach
    void startOutside(@TempDir Path home) {
        process = new TestProcess(home);
    }

    @Test
    void showRevealsTheToken() throws IOException {
        process.run("init");
        String token = token();

        JsonNode document = process.run("token", "show", "--json").json();

        assertThat(List.copyOf(document.propertyNames()))
                .containsExactly(
                        "schema_version",
                        "bearer_token_present",
                        "bearer_token_file",
                        "bearer_token_source",
                        "client_api_key",
                        "client",
                        "next_steps");
        assertThat(document.path("client_api_key").stringValue()).isEqualTo(token);
        assertThat(document.path("client").path("client_api_key").stringValue()).isEqualTo(token);
        assertThat(document.path("bearer_token_source").stringValue()).isEqualTo("file");
        assertThat(document.path("next_steps").size()).isZero();
        assertThat(process.onTerminal().run("token", "show").out()).contains("Relay token", token);
    }

    @Test
    void showIsBareForShells() throws IOException {
        process.run("init");
        String bare = token() + System.lineSeparator();

        assertThat(process.run("token", "show")).isEqualTo(new TestProcess.Result(0, bare, ""));
        assertThat(process.run("token", "show", "--raw")).isEqualTo(new TestProcess.Result(0, bare, ""));
        assertThat(process.onTerminal().run("token", "show", "--raw")).isEqualTo(new TestProcess.Result(0, bare, ""));
    }

    @Test
    void showOfMissingTokenFailsAndPrintsNothingToShells() {
        TestProcess.Result result = process.run("token", "show");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .startsWith("airelay: There is no relay token in ")
                .contains("Run: airelay init");
    }

    @Test
    void environmentIsWrittenForEachShell() throws IOException {
        process.run("init");
        String token = token();

        assertThat(process.run("env").out().lines())
                .containsExactly(
                        "export OPENAI_BASE_URL=http://127.0.0.1:8080/v1",
                        "export OPENAI_API_BASE=http://127.0.0.1:8080/v1",
                        "export OPENAI_API_KEY=" + token,
                        "export ANTHROPIC_BASE_URL=http://127.0.0.1:8080",
                        "export ANTHROPIC_AUTH_TOKEN=" + token,
                        "export AIRELAY_BASE_URL=http://127.0.0.1:8080/v1",
                        "export AIRELAY_TOKEN=" + token);
        assertThat(process.run("env", "--shell", "fish").out()).startsWith("set -gx OPENAI_BASE_URL '");
        assertThat(process.run("env", "--shell", "powershell").out()).startsWith("$Env:OPENAI_BASE_URL = '");
        assertThat(process.run("env", "--shell", "cmd").out()).startsWith("set \"OPENAI_BASE_URL=");
        assertThat(process.run("env", "--shell", "tcsh").err()).contains("--shell must be one of", "was 'tcsh'");
        assertThat(process.run("env", "--json").json().at("/env/OPENAI_API_KEY").stringValue())
                .isEqualTo(token);
        assertThat(process.with("SHELL", "/usr/bin/fish").run("env").out()).startsWith("set -gx ");
    }

    @Test
    void showWithoutATokenNamesTheCommands() {
        TestProcess.Result result = process.run("token", "show", "--json");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.json().path("bearer_token_present").booleanValue()).isFalse();
        assertThat(result.json().path("client_api_key").isNull()).isTrue();
        assertThat(result.json().path("bearer_token_source").isNull()).isTrue();
        assertThat(result.json().path("next_steps").valueStream().map(JsonNode::stringValue))
                .containsExactly("airelay init", "airelay token rotate");
    }

    @Test
    void rotateReplacesTheTokenAndRevealsTheNewOne() throws IOException {
        process.run("init");
        String old = token();

        JsonNode document = process.run("token", "rotate", "--json").json();

        assertThat(List.copyOf(document.propertyNames()))
                .containsExactly(
                        "schema_version", "bearer_token_file", "bearer_token_source", "client_api_key", "client");
        assertThat(document.path("client_api_key").stringValue()).isEqualTo(token());
        assertThat(token()).isNotEqualTo(old);
    }

    @Test
    void rotateInTextRemindsOfTheClients() {
        assertThat(process.run("token", "rotate").out()).doesNotContain("old token");
        assertThat(process.run("token", "rotate").out())
                .contains("A relay that uses this file now refuses the old token.");
    }

    @Test
    void rotateWarnsWhenTheEnvironmentKeepsWinning() {
        process.with("AIRELAY_BEARER_TOKEN", "from-environment");

        TestProcess.Result result = process.run("token", "rotate", "--json");

        assertThat(result.code()).isZero();
        assertThat(result.json().path("client_api_key").stringValue()).isNotEqualTo("from-environment");
        assertThat(result.err()).startsWith("airelay: warning: AIRELAY_BEARER_TOKEN overrides the different token");
    }

    @Test
    void rotateClaimsNothingAboutRelayThatTakesTheEnvironmentsToken() {
        process.run("init");
        process.with("AIRELAY_BEARER_TOKEN", "from-environment");

        assertThat(process.run("token", "rotate").out())
                .contains("A relay that is started with AIRELAY_BEARER_TOKEN set does not use this token.")
                .doesNotContain("old token");
    }

    private String token() throws IOException {
        return Files.readString(process.file(".airelay/relay-token")).strip();
    }
}
