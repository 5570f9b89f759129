package dev.airelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.server.ExitStatus;
import dev.airelay.server.RelayVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandLineTest {
    private TestProcess process;

    @BeforeEach
    void startOutside(@TempDir Path home) {
        process = new TestProcess(home);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V", "status --version", "token show --version"})
    void versionIsOneLineOnStandardOutput(String line) {
        TestProcess.Result result = process.run(line.split(" "));

        assertThat(result)
                .isEqualTo(new TestProcess.Result(0, "airelay " + RelayVersion.current() + System.lineSeparator(), ""));
    }

    @Test
    void helpListsCommandsSharedOptionsAndExitCodes() {
        TestProcess.Result result = process.run("--help");

        assertThat(result.code()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .contains("init", "login", "serve", "status", "doctor", "logout", "token", "emulate")
                .contains("--config", "--data-dir", "--logs-dir", "--auth-storage", "--bearer-token-file")
                .contains("Exit codes:", "69", "75", "77", "78");
    }

    @ParameterizedTest
    @CsvSource({
        "init,--json --force --show-token",
        "login,--browser --device --import --no-browser --workspace-id",
        "doctor,--json --skip-response",
        "connect,--write --restore --check --launch --model --url --json",
        "run,--url",
        "logout,--json",
        "serve,--host --port --no-auth --demo",
        "status,--json",
        "token show,--json",
        "token rotate,--json",
        "emulate,--port --pace --script --scripts"
    })
    void everyCommandHelpsWithItsOwnOptionsAndTheSharedOnes(String command, String options) {
        TestProcess.Result result = process.run((command + " --help").split(" "));

        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("airelay " + command).contains(options.split(" "));
        assertThat(result.out()).contains("--data-dir", "--bearer-token-file");
    }

    @Test
    void noCommandIsAUsageErrorThatNamesThem() {
        TestProcess.Result result = process.run();

        assertThat(result)
                .isEqualTo(new TestProcess.Result(
                        2,
                        "",
                        "airelay: Missing command. Choose one of: init, login, serve, status, doctor, connect, run, logout, logs, token, emulate. Run: airelay --help"
                                + System.lineSeparator()));
    }

    @ParameterizedTest
    @CsvSource({
        "status --jsn,Unknown option '--jsn'. ",
        "statsu,Unknown command 'statsu'. Did you mean status",
        "status now,Unexpected argument 'now'. ",
        "login --browser --device,--browser",
        "status --config,Missing required parameter for option '--config' (PATH)",
        "emulate --pace soon,Invalid value for option '--pace': 'soon' is not a whole number. ",
        "emulate --port p,Invalid value for option '--port': 'p' is not a whole number. ",
    })
    void aWrongLineIsOneLineOfError(String line, String message) {
        TestProcess.Result result = process.run(line.split(" "));

        assertThat(result.code()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines()).hasSize(1);
        assertThat(result.err()).startsWith("airelay: " + message).contains("--help");
    }

    @Test
    void aWrongFlagIsAUsageErrorWithTheRange() {
        TestProcess.Result result = process.run("serve", "--port", "99999");

        assertThat(result)
                .isEqualTo(new TestProcess.Result(
                        2, "", "airelay: --port: server.port must be 0..65535, was 99999" + System.lineSeparator()));
    }

    @Test
    void aWrongConfigurationIsReportedWholeWithoutAStackTrace() throws IOException {
        process.run("init");
        Files.writeString(process.file(".config/airelay/config.toml"), "[server]\nport = 99999\nhots = 'x'\n");

        TestProcess.Result result = process.run("status");

        assertThat(result.code()).isEqualTo(ExitStatus.CONFIG.code());
        assertThat(result.err().lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("airelay: ~/.config/airelay/config.toml:"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--debug status", "status --debug"})
    void debugAddsTheStackTrace(String line) throws IOException {
        process.run("init");
        Files.writeString(process.file(".config/airelay/config.toml"), "[server]\nport = 99999\n");

        assertThat(process.run(line.split(" ")).err()).contains("\tat ", "ConfigLoader.load(");
    }

    @ParameterizedTest
    @CsvSource({
        "false,,,,false",
        "true,,,,true",
        "true,1,,,false",
        "true,,0,,false",
        "true,,1,,true",
        "true,,,dumb,false",
        "true,,,xterm,true"
    })
    void colourIsForTerminalsWhoseUserWantsIt(
            boolean terminal, String noColor, String cliColor, String term, boolean coloured) {
        if (terminal) {
            process.onTerminal();
        }
        set("NO_COLOR", noColor);
        set("CLICOLOR", cliColor);
        set("TERM", term);

        assertThat(process.run("status").out().contains("\u001b[")).isEqualTo(coloured);
        assertThat(process.run("--help").out().contains("\u001b[")).isEqualTo(coloured);
        assertThat(process.run("status", "--json").out()).doesNotContain("\u001b[");
    }

    private void set(String variable, String value) {
        if (value != null) {
            process.with(variable, value);
        }
    }
}
