package dev.airelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.server.RelayVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class StatusCommandTest {
    private static final String SESSION = """
            {"tokens": {"access_token": "secret-access", "refresh_token": "secret-refresh", "account_id": "acct-1"},
             "last_refresh": "2026-01-02T03:04:05Z"}
            """;

    private TestProcess process;

    @BeforeEach
    void startOutside(@TempDir Path home) {
        process = new TestProcess(home);
    }

    @Test
    void namesWhatIsMissing() {
        TestProcess.Result result = process.run("status", "--json");

        JsonNode document = result.json();
        assertThat(result.code()).isZero();
        assertThat(List.copyOf(document.propertyNames()))
                .containsExactly(
                        "schema_version",
                        "running",
                        "relay",
                        "auth",
                        "usage",
                        "clients",
                        "last_problem",
                        "client",
                        "next_steps");
        assertThat(document.path("relay").path("bearer_token_present").booleanValue())
                .isFalse();
        assertThat(document.path("relay").path("port").intValue()).isEqualTo(8080);
        assertThat(document.path("auth").path("ready_for_requests").booleanValue())
                .isFalse();
        assertThat(steps(document)).containsExactly("airelay init", "airelay login");
    }

    @Test
    void changesNothing() {
        process.run("status");

        assertThat(process.file(".airelay")).doesNotExist();
        assertThat(process.file(".config")).doesNotExist();
    }

    @Test
    void saysHowToServeWhenAllIsThere() throws IOException {
        process.run("init");
        Files.writeString(process.file(".airelay/auth.json"), SESSION);

        TestProcess.Result result = process.run("status", "--json");

        JsonNode auth = result.json().path("auth");
        assertThat(auth.path("ready_for_requests").booleanValue()).isTrue();
        assertThat(auth.path("account_id").stringValue()).isEqualTo("acct-1");
        assertThat(auth.path("last_refresh").stringValue()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(steps(result.json())).containsExactly("airelay serve");
    }

    @Test
    void showsNoSecret() throws IOException {
        process.run("init");
        Files.writeString(process.file(".airelay/auth.json"), SESSION);
        String token = Files.readString(process.file(".airelay/relay-token")).strip();

        assertThat(process.run("status", "--json").out()
                        + process.run("status", "-v").out())
                .doesNotContain(token, "secret-access", "secret-refresh");
    }

    @Test
    void brokenSessionIsWarningWithTheFile() throws IOException {
        process.run("init");
        Files.writeString(process.file(".airelay/auth.json"), "{ secret");

        TestProcess.Result result = process.run("status", "--json");

        assertThat(result.code()).isZero();
        assertThat(result.json().path("auth").path("authenticated").booleanValue())
                .isFalse();
        assertThat(result.err())
                .startsWith("airelay: warning: " + process.file(".airelay/auth.json"))
                .doesNotContain("secret");
    }

    @Test
    void verboseShowsTheSettingsInSections() {
        String text = process.run("status", "--verbose").out();

        assertThat(text.lines().filter(line -> !line.startsWith(" ") && !line.isEmpty()))
                .containsExactly(
                        "AIRelay " + RelayVersion.current() + "   not running",
                        "Relay",
                        "ChatGPT Session",
                        "Client Setup");
        assertThat(text.lines())
                .contains(
                        "  Rate limit:       120/min + burst 40",
                        "  Concurrent/IP:    8",
                        "  Relay token:      missing",
                        "  Email:            not set",
                        "  Storage mode:     auto");
    }

    @Test
    void watchNeedsTerminal() {
        TestProcess.Result result = process.run("status", "--watch");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--watch needs a terminal");
    }

    @Test
    void misspelledVariableIsReported() {
        process.with("AIRELAY_PROT", "9000");

        assertThat(process.run("status").err())
                .isEqualTo("airelay: warning: AIRELAY_PROT: is not a known variable; did you mean AIRELAY_PORT?"
                        + System.lineSeparator());
    }

    private static List<String> steps(JsonNode document) {
        return document.path("next_steps")
                .valueStream()
                .map(JsonNode::stringValue)
                .toList();
    }
}
