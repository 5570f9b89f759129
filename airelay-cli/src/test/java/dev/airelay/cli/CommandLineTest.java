package dev.airelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.server.ExitStatus;
import dev.airelay.server.RelayVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class CommandLineTest {
    private TestProcess process;

    @BeforeEach
    void startOutside(@TempDir Path home) {
        process = new TestProcess(home);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V", "version", "status --version", "token show --version"})
    void versionIsOneLineOnStandardOutput(String line) {
        TestProcess.Result result = process.run(line.split(" "));

        assertThat(result)
                .isEqualTo(new TestProcess.Result(0, "airelay " + RelayVersion.current() + System.lineSeparator(), ""));
    }

    @Test
    void helpListsCommandsInGroups() {
        TestProcess.Result result = process.run("--help");

        assertThat(result.code()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .contains("Getting started:", "Looking at it:", "Running it:")
                .contains(
                        "  init ",
                        "  login ",
                        "  serve ",
                        "  status ",
                        "  doctor ",
                        "  logout ",
                        "  token ",
                        "  emulate ")
                .doesNotContain("train", "man-pages");
        assertThat(process.run("help").out()).isEqualTo(result.out());
        assertThat(process.run("-h").out()).isEqualTo(result.out());
    }

    @Test
    void topicsShowSharedOptionsAndExitCodes() {
        assertThat(process.run("help", "options").out())
                .contains("--config", "--data-dir", "--logs-dir", "--auth-storage", "--bearer-token-file");
        assertThat(process.run("help", "exit-codes").out()).contains("69", "75", "77", "78");
    }

    @ParameterizedTest
    @CsvSource({
        "init,--json --force --show-token",
        "login,--browser --device --import --no-browser --workspace-id",
        "doctor,--json --skip-response",
        "connect,--write --restore --check --launch --model --url --json",
        "run,--url",
        "logout,--json",
        "logs,--follow --tail --since --status --model --client --errors --utc --json",
        "serve,--host --port --no-auth --demo --quiet",
        "status,--json --watch --verbose",
        "token show,--json --raw",
        "token rotate,--json",
        "service install,--print",
        "config show,--all --json",
        "emulate,--port --pace --script --scripts"
    })
    void everyCommandHelpsWithItsOwnOptionsAndExamples(String command, String options) {
        TestProcess.Result result = process.run((command + " --help").split(" "));

        assertThat(result.code()).isZero();
        assertThat(result.out())
                .contains("Usage: airelay " + command, "Examples:", "Global options: airelay help options")
                .contains(options.split(" "))
                .doesNotContain("--bearer-token-file");
        assertThat(process.run(("help " + command).split(" ")).out()).isEqualTo(result.out());
    }

    @Test
    void examplesAreThoseOfTheCommandAndNameTheProgramAsItWasCalled() {
        process.with("AIRELAY_CALLED_AS", "./airelay");
        Set<String> commands = process.commands().keySet();

        assertThat(commands).contains("env", "token show", "service install");
        for (String command : commands) {
            String help = process.run((command + " --help").split(" ")).out();
            List<String> examples = help.lines()
                    .dropWhile(line -> !line.equals("Examples:"))
                    .skip(1)
                    .takeWhile(line -> !line.isEmpty())
                    .toList();
            assertThat(examples).as(command).isNotEmpty().allMatch(line -> line.contains("./airelay " + command));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 80, 200})
    void helpFitsTheTerminal(int columns) {
        process.with("COLUMNS", String.valueOf(columns));

        for (String command : new String[] {"", "serve", "logs", "login", "service"}) {
            String help = process.run(("help " + command).strip().split(" ")).out();
            assertThat(help.lines().filter(line -> !line.startsWith("  airelay ") && !line.startsWith("  eval")))
                    .as(command)
                    .allMatch(line -> line.length() <= columns);
        }
    }

    @Test
    void noCommandShowsWhereThingsStandAndTheNextStep() {
        TestProcess.Result result = process.run();

        assertThat(result.code()).isZero();
        assertThat(result.out().lines())
                .containsExactly(
                        "AIRelay " + RelayVersion.current() + "   not running",
                        "",
                        "  Session   not signed in",
                        "  Token     missing",
                        "",
                        "  Next   airelay init",
                        "         airelay login");
    }

    @ParameterizedTest
    @CsvSource({
        "status --jsn,Unknown option '--jsn'. Did you mean --json?",
        "serve --prot 8081,Unknown option '--prot'. Did you mean --port?",
        "statsu,Unknown command 'statsu'. Did you mean status?",
        "upgrade,Unknown command 'upgrade'. Run 'airelay help'",
        "--data-dir x statsu,Unknown command 'statsu'. Did you mean status?",
        "help statsu,Unknown command 'statsu'. Did you mean status?",
        "token shwo,Unknown command 'shwo'. Did you mean show?",
        "status now,Unexpected argument 'now'. ",
        "login --browser --device,--browser and --device exclude each other.",
        "login --no-browser --browser,--browser and --no-browser exclude each other.",
        "status --config,Option --config needs a value: --config PATH.",
        "completion,SHELL is missing.",
        "emulate --pace soon,'--pace must be a whole number, was ''soon''.'",
        "serve --no-auth=maybe,'--no-auth must be true or false, was ''maybe''.'",
        "logs -n many,'--tail must be a whole number, was ''many''.'",
    })
    void wrongLineIsOneLineOfError(String line, String message) {
        TestProcess.Result result = process.run(line.split(" "));

        assertThat(result.code()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines()).hasSize(1);
        assertThat(result.err()).startsWith("airelay: " + message).contains("help");
    }

    @ParameterizedTest
    @CsvSource({
        "serve --host=,The value of server.host must not be empty.",
        "status --data-dir=,The value of paths.data_dir must not be empty.",
        "login --import=,--import needs the path of a Codex auth.json."
    })
    void emptyValueIsRefused(String line, String message) {
        TestProcess.Result result = process.run(line.split(" "));

        assertThat(result.code()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err()).startsWith("airelay: " + message);
    }

    @Test
    void groupWithoutItsCommandShowsHelpAsError() {
        TestProcess.Result result = process.run("token");

        assertThat(result.code()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("Usage: airelay token COMMAND", "  show ", "  rotate ");
        assertThat(process.with("CLICOLOR_FORCE", "1").run("token").err()).contains("\u001b[1mUsage:\u001b[0m");
    }

    @Test
    void hintsNameTheProgramAsItWasCalled() {
        process.with("AIRELAY_CALLED_AS", "./airelay");

        assertThat(process.run().out()).contains("  Next   ./airelay init");
        assertThat(process.run("statsu").err()).contains("Run './airelay help'");
        assertThat(process.run("help", "logs").out()).contains("Usage: ./airelay logs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "version", "config show", "config path", "config check", "token show", "init"})
    void jsonNamesTheVersionOfItsFormFirst(String command) {
        process.run("init");
        JsonNode document = process.run((command + " --json").split(" ")).json();

        assertThat(document.propertyNames().iterator().next()).isEqualTo("schema_version");
        assertThat(document.path("schema_version").intValue()).isEqualTo(1);
        assertThat(process.run(("--json " + command).split(" ")).json()).isEqualTo(document);
    }

    @Test
    void jsonAloneIsTheStatus() {
        assertThat(process.run("--json").json())
                .isEqualTo(process.run("status", "--json").json());
        assertThat(process.run("--json", "--help").out()).startsWith("A local server");
    }

    @Test
    void everyCommandHasJsonUnlessItsOutputIsForSomethingElse() {
        Set<String> without = new TreeSet<>();
        process.commands().forEach((name, command) -> {
            if (command.subcommands().isEmpty() && command.findOption("--json") == null) {
                without.add(name);
            }
        });

        assertThat(without)
                .containsExactly(
                        "bugreport", // Markdown, to be pasted into an issue
                        "completion", // a script for a shell
                        "config edit", // an editor
                        "emulate", // runs until it is stopped
                        "help", // for people
                        "run", // the output of another program
                        "serve"); // runs until it is stopped; status --json describes it
    }

    @Test
    void wrongFlagIsUsageErrorWithTheRange() {
        TestProcess.Result result = process.run("serve", "--port", "99999");

        assertThat(result)
                .isEqualTo(new TestProcess.Result(
                        2, "", "airelay: --port: server.port must be 0..65535, was 99999" + System.lineSeparator()));
    }

    @Test
    void wrongConfigurationIsReportedWholeWithoutStackTrace() throws IOException {
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
    void colorIsForTerminalsWhoseUserWantsIt(
            boolean terminal, String noColor, String cliColor, String term, boolean colored) {
        if (terminal) {
            process.onTerminal();
        }
        set("NO_COLOR", noColor);
        set("CLICOLOR", cliColor);
        set("TERM", term);

        assertThat(process.run("status").out().contains("\u001b[")).isEqualTo(colored);
        assertThat(process.run("--help").out().contains("\u001b[")).isEqualTo(colored);
        assertThat(process.run("status", "--json").out()).doesNotContain("\u001b[");
    }

    private void set(String variable, String value) {
        if (value != null) {
            process.with(variable, value);
        }
    }
}
