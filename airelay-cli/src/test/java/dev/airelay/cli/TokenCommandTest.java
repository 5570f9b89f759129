package dev.airelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.server.ExitStatus;
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
        assertThat(process.run("token", "show").out()).contains(token);
    }

    @Test
    void showWithoutATokenNamesTheCommands() {
        TestProcess.Result result = process.run("token", "show", "--json");

        assertThat(result.code()).isZero();
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
                .containsExactly("bearer_token_file", "bearer_token_source", "client_api_key", "client");
        assertThat(document.path("client_api_key").stringValue()).isEqualTo(token());
        assertThat(token()).isNotEqualTo(old);
    }

    @Test
    void rotateInTextRemindsOfTheClients() {
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
    void tokenAloneIsAUsageError() {
        TestProcess.Result result = process.run("token");

        assertThat(result.code()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err())
                .isEqualTo("airelay: Missing command. Choose one of: show, rotate. Run: airelay token --help"
                        + System.lineSeparator());
    }

    private String token() throws IOException {
        return Files.readString(process.file(".airelay/relay-token")).strip();
    }
}
