package dev.airelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class ConnectCommandTest {
    private static final String CODEX = ".codex/config.toml";
    private static final Pattern COMMAND = Pattern.compile("airelay connect ([a-z0-9-]+)( --write)?'");
    private static final String CLAUDE = ".claude/settings.json";

    private TestProcess process;
    private String token;

    @BeforeEach
    void startOutside(@TempDir Path home) throws IOException {
        process = new TestProcess(home);
        process.run("init");
        token = Files.readString(process.file(".airelay/relay-token")).strip();
    }

    private TestProcess.Result good(String line) {
        TestProcess.Result result = process.run(line.split(" "));
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        assertThat(result.out()).doesNotContain(token);
        return result;
    }

    private String read(String file) throws IOException {
        return Files.readString(process.file(file));
    }

    private Path put(String file, String text) throws IOException {
        Files.createDirectories(process.file(file).getParent());
        return Files.writeString(process.file(file), text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "codex",
                "claude-code",
                "opencode",
                "continue",
                "cline",
                "zed",
                "vscode",
                "jetbrains",
                "aider",
                "goose",
                "open-webui",
                "home-assistant",
                "n8n",
                "cursor",
                "openai-sdk",
                "anthropic-sdk",
                "langchain",
                "vercel-ai",
                "spring-ai"
            })
    void everyClientShowsWhatToEnterWithoutChangingAnything(String client) throws IOException {
        TestProcess.Result result = good("connect " + client + " --model gpt-5.5");

        assertThat(result.out()).contains("More: docs/clients/" + client + ".md");
        assertThat(Path.of("..", "docs", "clients", client + ".md")).exists();
        try (Stream<Path> files = Files.list(process.file(""))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(".airelay", ".config");
        }
    }

    @Test
    void pageOffersOnlyCommandsThatWorkAndHasEveryClient() throws IOException {
        String page = Files.readString(Path.of(
                "..", "airelay-server", "src", "main", "resources", "dev", "airelay", "server", "page", "connect.js"));
        Map<String, Boolean> offered = new TreeMap<>();
        COMMAND.matcher(page).results().forEach(found -> offered.put(found.group(1), found.group(2) != null));

        Map<String, Boolean> clients = new TreeMap<>();
        for (JsonNode client : good("connect --json").json().path("clients")) {
            clients.put(client.path("id").stringValue(), !client.path("files").isEmpty());
        }
        // These two have a panel of their own, and no file.
        clients.keySet().removeAll(List.of("vscode", "openai-sdk"));
        assertThat(offered).isEqualTo(clients);
    }

    @Test
    void writingElsewhereForgetsNothingThatWasWrittenBefore() throws IOException {
        put(CODEX, "model = \"mine\"\n");
        put("other/config.toml", "model = \"theirs\"\n");
        good("connect codex --write");
        process.with("CODEX_HOME", process.file("other").toString());
        good("connect codex --write");
        assertThat(read("other/config.toml")).contains("airelay");

        JsonNode restored = good("connect codex --restore --json").json();

        assertThat(restored.path("files")).hasSize(2);
        assertThat(read(CODEX)).isEqualTo("model = \"mine\"\n");
        assertThat(read("other/config.toml")).isEqualTo("model = \"theirs\"\n");
    }

    @Test
    void writtenFilesAreListedForPrograms() throws IOException {
        JsonNode first = good("connect codex --write --json").json();
        JsonNode again = good("connect codex --write --json").json();

        assertThat(first.path("schema_version").intValue()).isEqualTo(1);
        assertThat(first.path("written").booleanValue()).isTrue();
        assertThat(first.path("state").stringValue()).isEqualTo("connected");
        assertThat(again.path("written").booleanValue()).isFalse();
        assertThat(process.run("connect", "codex", "--json", "--launch").err()).contains("--json and --launch");
    }

    @Test
    void listHasEveryClientAndItsState() throws IOException {
        good("connect codex --write");

        JsonNode list = good("connect --json").json();

        assertThat(list.path("schema_version").intValue()).isEqualTo(1);
        JsonNode codex = list.path("clients").get(0);
        assertThat(codex.path("id").stringValue()).isEqualTo("codex");
        assertThat(codex.path("installed").booleanValue()).isTrue();
        assertThat(codex.path("state").stringValue()).isEqualTo("connected");
        assertThat(list.path("clients").get(1).path("state").stringValue()).isEqualTo("not connected");
        assertThat(good("connect").out()).contains("codex:            connected");
    }

    @ParameterizedTest
    @CsvSource({
        CODEX + ",codex,'model = \"m\"\n'",
        CLAUDE + ",claude-code,'{}\n'",
        ".config/zed/settings.json,zed,'// Zed\n{\n  \"theme\": \"One\",\n}\n'",
        ".config/opencode/opencode.json,opencode,'{\"$schema\": \"https://opencode.ai/config.json\"}'",
        ".aider.conf.yml,aider,'# mine\ndark-mode: true\n'",
        ".config/goose/config.yaml,goose,'extensions: {}\n'",
        ".continue/config.yaml,continue,'name: Mine\nmodels: []\n'",
    })
    void restoreBringsEveryFileBackByteForByte(String file, String client, String text) throws IOException {
        Path path = put(file, text);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"));

        TestProcess.Result written = good("connect " + client + " --model gpt-5.5 --write");

        assertThat(written.out())
                .contains("  + ", "Written. To take it back: airelay connect " + client + " --restore");
        assertThat(read(file)).contains("http://127.0.0.1:8080").doesNotContain(token);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-r-----");
        assertThat(good("connect " + client + " --model gpt-5.5 --write").out()).contains("Nothing to change");
        good("connect " + client + " --restore");
        assertThat(read(file)).isEqualTo(text);
        assertThat(process.file(".airelay/connect")).isEmptyDirectory();
    }

    @Test
    void fileThatDidNotExistIsDeletedAgain() {
        good("connect claude-code --write");
        assertThat(process.file(CLAUDE)).exists();

        good("connect claude-code --restore");

        assertThat(process.file(CLAUDE)).doesNotExist();
    }

    @Test
    void restoreLeavesValuesThatWereChangedSince() throws IOException {
        put(CODEX, "model_provider = \"openai\"\n");
        good("connect codex --write --model gpt-5.5");
        put(CODEX, read(CODEX).replace("\"gpt-5.5\"", "\"gpt-6\"") + "\n[projects.x]\ntrust_level = \"trusted\"\n");

        TestProcess.Result result = good("connect codex --restore");

        assertThat(result.out()).contains("model was changed since and stays as it is.");
        assertThat(read(CODEX))
                .isEqualTo(
                        "model_provider = \"openai\"\nmodel = \"gpt-6\"\n\n[projects.x]\ntrust_level = \"trusted\"\n");
    }

    @Test
    void secondWriteRestoresToTheFirstState() throws IOException {
        put(CODEX, "model = \"m\"\n");
        good("connect codex --write");
        good("connect codex --write --url http://127.0.0.1:9999");
        assertThat(read(CODEX)).contains("http://127.0.0.1:9999/v1");

        good("connect codex --restore");

        assertThat(read(CODEX)).isEqualTo("model = \"m\"\n");
    }

    @Test
    void symbolicLinkStaysAndItsTargetIsWritten() throws IOException {
        Path target = put("dotfiles/codex.toml", "model = \"m\"\n");
        Files.createDirectories(process.file(".codex"));
        Files.createSymbolicLink(process.file(CODEX), target);

        good("connect codex --write");

        assertThat(process.file(CODEX)).isSymbolicLink();
        assertThat(Files.readString(target)).contains("airelay");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model = | it is not valid TOML (line 1); correct it first",
                "model_provider = { a = 1 } | it is written in a way that AIRelay cannot edit without risk",
            })
    void fileThatCannotBeEditedStaysAsItIs(String text, String message) throws IOException {
        put(CODEX, text.strip());

        TestProcess.Result result = process.run("connect", "codex", "--write");

        if (result.code() == 0) {
            assertThat(read(CODEX)).contains("model_provider = \"airelay\"");
        } else {
            assertThat(result.err()).startsWith("airelay: ~/.codex/config.toml: " + message);
            assertThat(read(CODEX)).isEqualTo(text.strip());
        }
    }

    @Test
    void linkToNothingIsRefused() throws IOException {
        Files.createDirectories(process.file(".codex"));
        Files.createSymbolicLink(process.file(CODEX), process.file("nothing"));

        assertThat(process.run("connect", "codex", "--write").err())
                .contains("~/.codex/config.toml: it is a symbolic link to a file that does not exist; repair the link");
    }

    @Test
    void directoryInPlaceOfTheFileIsRefused() throws IOException {
        Files.createDirectories(process.file(CODEX));

        assertThat(process.run("connect", "codex", "--write").err())
                .contains("~/.codex/config.toml: it is a directory; it must be a regular file");
    }

    @Test
    void damagedJournalIsReported() throws IOException {
        put(".airelay/connect/codex.json", "{");

        TestProcess.Result result = process.run("connect", "codex", "--restore");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).startsWith("airelay: ~/.airelay/connect/codex.json: it is damaged");
    }

    @Test
    void tokenOfTheEnvironmentIsNamedByItsVariable() throws IOException {
        process.with("AIRELAY_BEARER_TOKEN", "a-token-of-the-environment");

        process.run("connect", "codex", "--write");
        process.run("connect", "claude-code", "--write");

        assertThat(read(CODEX)).contains("env_key = \"AIRELAY_BEARER_TOKEN\"").doesNotContain("a-token-of");
        assertThat(read(CLAUDE)).contains("printenv AIRELAY_BEARER_TOKEN").doesNotContain("a-token-of");
    }

    @Test
    void onlyContinueGetsTheTokenIntoAFileAndSaysSo() throws IOException {
        TestProcess.Result result = good("connect continue --model gpt-5.5 --write");

        assertThat(read(".continue/.env")).isEqualTo("AIRELAY_TOKEN=" + token + "\n");
        assertThat(result.out()).contains("+ AIRELAY_TOKEN=<hidden>", "~/.continue/.env now contains the relay token");
        assertThat(read(".airelay/connect/continue.json")).doesNotContain(token);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "connect nobody | Unknown client 'nobody'. The clients are codex, claude-code,",
                "connect --write | Name the client, such as: airelay connect codex --write",
                "connect codex --write --restore | --write and --restore exclude each other.",
                "connect codex --restore --check | --restore stands alone.",
                "connect codex more | Unexpected argument 'more'. Only --launch takes arguments",
                "connect jetbrains --write | JetBrains AI Assistant has no file that AIRelay can change.",
                "connect jetbrains --launch | JetBrains AI Assistant cannot be started from here.",
                "connect codex --url nonsense | --url must be an address such as http://127.0.0.1:8080, was 'nonsense'.",
            })
    void wrongLineIsAUsageError(String line, String message) {
        TestProcess.Result result = process.run(line.split(" "));

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).startsWith("airelay: " + message);
    }

    @Test
    void checkOfAClientThatIsNotConnectedSaysHowToConnectIt() {
        TestProcess.Result result = process.run("connect", "codex", "--check");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .startsWith(
                        "airelay: Codex CLI and desktop is not connected to http://127.0.0.1:8080/v1. Run: airelay connect codex --write");
    }

    @Test
    void missingRelayIsNamed() {
        TestProcess.Result result = process.run("connect", "zed", "--write", "--url", "http://127.0.0.1:1");

        assertThat(result.code()).isEqualTo(69);
        assertThat(result.err())
                .startsWith("airelay: AIRelay does not answer at http://127.0.0.1:1/v1 (")
                .contains("airelay serve", "--model MODEL");
    }

    @Test
    void programIsRunWithTheVariables() throws IOException {
        process.with("PATH", System.getenv("PATH")).with("ANTHROPIC_API_KEY", "of-anthropic");
        Path out = process.file("out");

        TestProcess.Result result = process.run(
                "run",
                "--",
                "sh",
                "-c",
                "echo $OPENAI_BASE_URL $OPENAI_API_KEY $ANTHROPIC_BASE_URL [$ANTHROPIC_API_KEY] > " + out + "; exit 7");

        assertThat(result.code()).isEqualTo(7);
        assertThat(Files.readString(out).strip())
                .isEqualTo("http://127.0.0.1:8080/v1 " + token + " http://127.0.0.1:8080 []");
    }

    @Test
    void programThatDoesNotExistHasTheShellsExitCode() {
        TestProcess.Result result = process.run("run", "--", "no-such-program");

        assertThat(result.code()).isEqualTo(127);
        assertThat(result.err())
                .startsWith("airelay: Cannot start 'no-such-program': there is no such program on the PATH.");
    }
}
