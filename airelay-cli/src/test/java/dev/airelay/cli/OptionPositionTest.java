package dev.airelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

final class OptionPositionTest {
    private TestProcess process;

    @BeforeEach
    void startOutside(@TempDir Path home) {
        process = new TestProcess(home);
    }

    @ParameterizedTest
    @CsvSource({
        "--data-dir,data_dir,elsewhere",
        "--logs-dir,logs_dir,journal",
        "--bearer-token-file,bearer_token_file,secrets/token"
    })
    void pathIsReadBeforeAndAfterTheCommand(String option, String field, String value) {
        String expected = process.file(value).toString();

        assertThat(relay(option, value, "status", "--json").path(field).stringValue())
                .isEqualTo(expected);
        assertThat(relay("status", option, value, "--json").path(field).stringValue())
                .isEqualTo(expected);
    }

    @Test
    void storageIsReadBeforeAndAfterTheCommand() {
        assertThat(relay("--auth-storage", "file", "status", "--json")
                        .path("auth_storage_mode")
                        .stringValue())
                .isEqualTo("file");
        assertThat(relay("status", "--json", "--auth-storage=keyring")
                        .path("auth_storage_mode")
                        .stringValue())
                .isEqualTo("keyring");
    }

    @Test
    void configurationFileIsReadBeforeAndAfterTheCommand() {
        assertThat(process.run("--config", "mine.toml", "init").code()).isZero();

        assertThat(process.file("mine.toml")).exists();
        assertThat(relay("--config", "mine.toml", "status", "--json")
                        .path("config_path")
                        .stringValue())
                .isEqualTo(process.file("mine.toml").toString());
        assertThat(relay("status", "--json", "--config", "mine.toml")
                        .path("config_path")
                        .stringValue())
                .isEqualTo(process.file("mine.toml").toString());
    }

    @ParameterizedTest
    @CsvSource({
        "--data-dir deep token show --json",
        "token --data-dir deep show --json",
        "token show --json --data-dir deep"
    })
    void nestedCommandAcceptsOptionAtAnyLevel(String line) {
        JsonNode shown = process.run(line.split(" ")).json();

        assertThat(shown.path("bearer_token_file").stringValue())
                .isEqualTo(process.file("deep/relay-token").toString());
    }

    @Test
    void optionsOnBothSidesAddUpAndTheLaterOneWins() {
        JsonNode relay =
                relay("--data-dir", "first", "--auth-storage", "file", "status", "--json", "--data-dir", "second");

        assertThat(relay.path("data_dir").stringValue())
                .isEqualTo(process.file("second").toString());
        assertThat(relay.path("auth_storage_mode").stringValue()).isEqualTo("file");
    }

    @Test
    void flagWinsOverTheEnvironmentInEitherPosition() {
        process.with("AIRELAY_DATA_DIR", "from-environment");

        assertThat(relay("--data-dir", "flag", "status", "--json")
                        .path("data_dir")
                        .stringValue())
                .isEqualTo(process.file("flag").toString());
    }

    private JsonNode relay(String... args) {
        return process.run(args).json().path("relay");
    }
}
