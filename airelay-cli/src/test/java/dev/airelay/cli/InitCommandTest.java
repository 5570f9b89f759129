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

final class InitCommandTest {
    private static final String CONFIG = ".config/airelay/config.toml";
    private static final String TOKEN = ".airelay/relay-token";

    private TestProcess process;

    @BeforeEach
    void startOutside(@TempDir Path home) {
        process = new TestProcess(home);
    }

    @Test
    void createsConfigurationAndTokenAndSaysWhatToDoNext() throws IOException {
        TestProcess.Result result = process.run("init", "--json");

        String token = Files.readString(process.file(TOKEN)).strip();
        JsonNode document = result.json();
        assertThat(result.code()).isZero();
        assertThat(List.copyOf(document.propertyNames()))
                .containsExactly(
                        "schema_version",
                        "app_name",
                        "config_path",
                        "config_created",
                        "bearer_token_file",
                        "bearer_token_created",
                        "bearer_token_source",
                        "client_api_key",
                        "client",
                        "next_steps");
        assertThat(document.path("app_name").stringValue()).isEqualTo("AIRelay");
        assertThat(document.path("config_path").stringValue())
                .isEqualTo(process.file(CONFIG).toString());
        assertThat(document.path("config_created").booleanValue()).isTrue();
        assertThat(document.path("bearer_token_created").booleanValue()).isTrue();
        assertThat(document.path("client_api_key").stringValue()).isEqualTo(token);
        assertThat(document.path("client").path("openai_api_key_env").stringValue())
                .isEqualTo("OPENAI_API_KEY=" + token);
        assertThat(document.path("next_steps").valueStream().map(JsonNode::stringValue))
                .containsExactly("airelay login", "airelay serve");
    }

    @Test
    void jsonIsTwoSpacesDeep() {
        assertThat(process.run("init", "--json").out().lines())
                .startsWith("{", "  \"schema_version\": 1,", "  \"app_name\": \"AIRelay\",")
                .contains("  \"client\": {", "    \"requires_bearer_auth\": true,");
    }

    @Test
    void leavesWhatIsThereAndRevealsNoOldToken() throws IOException {
        process.run("init");
        String token = Files.readString(process.file(TOKEN)).strip();

        TestProcess.Result again = process.run("init", "--json");

        assertThat(again.json().path("config_created").booleanValue()).isFalse();
        assertThat(again.json().path("bearer_token_created").booleanValue()).isFalse();
        assertThat(again.json().path("client_api_key").isNull()).isTrue();
        assertThat(again.out()).doesNotContain(token);
        assertThat(Files.readString(process.file(TOKEN)).strip()).isEqualTo(token);
    }

    @Test
    void showsAnOldTokenWhenAsked() throws IOException {
        process.run("init");

        TestProcess.Result again = process.run("init", "--show-token");

        assertThat(again.out()).contains(Files.readString(process.file(TOKEN)).strip());
    }

    @Test
    void replacesTheConfigurationOnlyByForceAndKeepsTheOldOne() throws IOException {
        process.run("init");
        Files.writeString(process.file(CONFIG), "[server]\nport = 9\n");

        assertThat(process.run("init").out()).contains("(existing)", "http://127.0.0.1:9/v1");
        TestProcess.Result forced = process.run("init", "--force");

        assertThat(forced.out()).contains("(created)", "http://127.0.0.1:8080/v1");
        assertThat(forced.err())
                .isEqualTo("airelay: warning: The old configuration file was saved as " + process.file(CONFIG + ".bak")
                        + System.lineSeparator());
        assertThat(process.file(CONFIG + ".bak")).hasContent("[server]\nport = 9\n");
    }

    @Test
    void makesNoTokenWhenTheEnvironmentHasOne() {
        process.with("AIRELAY_BEARER_TOKEN", "from-environment");

        JsonNode document = process.run("init", "--json").json();

        assertThat(document.path("bearer_token_created").booleanValue()).isFalse();
        assertThat(document.path("bearer_token_source").stringValue()).isEqualTo("env");
        assertThat(process.file(TOKEN)).doesNotExist();
    }

    @Test
    void makesNoTokenWhenNoneIsRequired() {
        process.with("AIRELAY_REQUIRE_BEARER_AUTH", "false");

        JsonNode client = process.run("init", "--json").json().path("client");

        assertThat(List.copyOf(client.propertyNames()))
                .containsExactly("base_url", "models_url", "requires_bearer_auth", "api_key_note");
        assertThat(process.file(TOKEN)).doesNotExist();
    }

    @Test
    void textHasItsSections() {
        assertThat(process.run("init").out().lines().map(String::strip))
                .contains("AIRelay is set up", "Relay", "Relay token:      created", "Client Setup", "Next Steps");
    }

    @Test
    void namesTheOptionsThatTheNextCommandNeeds() {
        JsonNode document =
                process.run("--data-dir", "two words", "init", "--json").json();

        assertThat(document.path("client").path("reveal_token_command").stringValue())
                .isEqualTo("airelay token show --data-dir 'two words'");
    }
}
