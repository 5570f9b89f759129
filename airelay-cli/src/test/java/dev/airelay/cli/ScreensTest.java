package dev.airelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.emulator.EmulatorOptions;
import dev.airelay.emulator.api.IssuerOptions;
import dev.airelay.server.RelayVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The output of the commands, as files in {@code src/test/resources/screens}, at 40, 80 and 200 columns, with color, without,
 * and into a pipe. {@code -Dairelay.screens=write} rewrites them.
 */
@Timeout(120)
final class ScreensTest {
    private static final Path SCREENS = Path.of("src", "test", "resources", "screens");
    private static final boolean WRITE =
            System.getProperty("airelay.screens", "").equals("write");
    private static final Pattern COLOR = Pattern.compile("\u001b\\[[0-9;]*m");
    /** No date that the login server or the relay compares with the machine's clock has passed then. */
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2101-03-04T14:28:00Z"), ZoneId.of("Europe/Berlin"));

    private static final int USUAL_WIDTH = 80;

    /** By name of the file; results first, then, after a line with the exit code, errors. */
    private static final Map<String, List<String>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("help", List.of("help"));
        COMMANDS.put("help-options", List.of("help", "options"));
        COMMANDS.put("help-serve", List.of("serve", "--help"));
        COMMANDS.put("help-connect", List.of("connect", "--help"));
        COMMANDS.put("help-logs", List.of("logs", "--help"));
        COMMANDS.put("status", List.of());
        COMMANDS.put("usage", List.of("usage"));
        COMMANDS.put("models", List.of("models"));
        COMMANDS.put("logs", List.of("logs"));
        COMMANDS.put("logs-none", List.of("logs", "--status", "418"));
        COMMANDS.put("doctor", List.of("doctor", "--skip-response"));
        COMMANDS.put("token", List.of("token", "show"));
        COMMANDS.put("config", List.of("config", "show"));
        COMMANDS.put("connect", List.of("connect"));
        COMMANDS.put("connect-codex", List.of("connect", "codex"));
        COMMANDS.put("connect-open-webui", List.of("connect", "open-webui"));
        COMMANDS.put("service-status", List.of("service", "status"));
        COMMANDS.put("stop", List.of("stop"));
        COMMANDS.put("error-command", List.of("stat"));
        COMMANDS.put("error-option", List.of("serve", "--prot", "8081"));
        COMMANDS.put("error-value", List.of("serve", "--port", "abc"));
        COMMANDS.put("error-client", List.of("connect", "opncode"));
        COMMANDS.put("error-setting", List.of("status", "--auth-storage", "pocket"));
    }

    private static final int HOME_LENGTH = 120;
    private static final String HOME = "/home/" + "m".repeat(HOME_LENGTH - "/home/".length());

    private static Path home;
    private static int port;
    private static SignInScene scene;

    @BeforeAll
    static void signIn(@TempDir Path directory) throws Exception {
        // Where lines are broken depends on the length of the path, which the last part makes the same on each run.
        String name = "home-".repeat(40);
        home = Files.createDirectory(directory.resolve(
                name.substring(0, HOME_LENGTH - directory.toString().length() - 1)));
        scene = SignInScene.open(
                home,
                EmulatorOptions.defaults()
                        .withClock(CLOCK)
                        .withIssuer(IssuerOptions.defaults().withAnyRedirectPort()));
        port = SignInScene.freePort();
        scene.process.with("AIRELAY_PORT", String.valueOf(port)).at(CLOCK).run("init");
        assertThat(scene.signIn("--no-browser").code()).isZero();
        Path log = scene.process.file(".airelay/logs/2101/03/04-14.log");
        Files.createDirectories(log.getParent());
        Files.writeString(log, """
                {"request_id":"req_1","phase":"outbound_response","method":"POST","path":"/v1/responses","client_ip":"127.0.0.1",\
                "status_code":200,"complete":true,"user_agent":"codex_cli_rs/0.171.0","model":"gpt-5.5","first_token_ms":450,\
                "usage":{"input_tokens":1200,"cached_tokens":1100,"output_tokens":340},"duration_ms":6234,"logged_at":"2101-03-04T14:10:00Z"}
                {"request_id":"req_2","phase":"outbound_response","method":"POST","path":"/v1/chat/completions","client_ip":"127.0.0.1",\
                "status_code":404,"complete":true,"user_agent":"n8n/1.0","model":"gpt-4o","error_code":"model_not_found",\
                "error_message":"The model 'gpt-4o' is not available for this account. Use one of these: gpt-5.5.",\
                "duration_ms":34,"logged_at":"2101-03-04T14:20:00Z"}
                """);
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    private static TestProcess terminal(int columns) {
        return process().onTerminal().with("COLUMNS", String.valueOf(columns)).with("TERM", "xterm-256color");
    }

    private static TestProcess process() {
        TestProcess process = new TestProcess(scene.process.file("."));
        process.environment.putAll(scene.process.environment);
        return process.at(CLOCK);
    }

    private static String screen(TestProcess process, List<String> command) {
        TestProcess.Result result = process.run(command.toArray(String[]::new));
        int upstream = scene.emulator.baseUrl().getPort();
        return (result.out() + "== " + result.code() + "\n" + result.err())
                .replace(System.lineSeparator(), "\n")
                .replace("AIRelay " + RelayVersion.current(), "AIRelay 1.0.0")
                .replace(home.toString(), HOME)
                .replaceAll("Netty [0-9][^ \n]*", "Netty 4.2.0.Final")
                .replaceAll("\\b" + upstream + "\\b", "55555")
                .replaceAll("\\b" + port + "\\b", "44444");
    }

    private static void assertScreen(String name, String screen) throws IOException {
        Path file = SCREENS.resolve(name + ".txt");
        if (WRITE) {
            Files.createDirectories(SCREENS);
            Files.writeString(file, screen);
        }
        assertThat(screen).isEqualTo(Files.readString(file));
    }

    static List<Object[]> everyScreen() {
        List<Object[]> screens = new ArrayList<>();
        for (String name : COMMANDS.keySet()) {
            for (int columns : new int[] {40, USUAL_WIDTH, 200}) {
                screens.add(new Object[] {name, columns});
            }
        }
        return screens;
    }

    static List<String> everyCommand() {
        return List.copyOf(COMMANDS.keySet());
    }

    @ParameterizedTest
    @MethodSource("everyScreen")
    void commandFitsTheTerminal(String name, int columns) throws IOException {
        String screen = screen(terminal(columns).with("NO_COLOR", "1"), COMMANDS.get(name));

        assertScreen(name + "-" + columns, screen);
        assertThat(screen).doesNotContain("\u001b");
        assertThat(screen.lines()).as("Lines that are too long").allMatch(line -> fits(line, columns));
    }

    /** A word is never broken, nor what people copy: settings and the lines of files. */
    private static boolean fits(String line, int columns) {
        String text = line.strip();
        return line.length() <= columns || !text.contains(" ") || text.startsWith("+ ") || text.contains(" = \"");
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void colorsCarryNoMeaningOfTheirOwn(String name) {
        String colored = screen(terminal(USUAL_WIDTH), COMMANDS.get(name));

        assertThat(COLOR.matcher(colored).replaceAll(""))
                .isEqualTo(screen(terminal(USUAL_WIDTH).with("NO_COLOR", "1"), COMMANDS.get(name)));
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void pipeGetsNoColor(String name) throws IOException {
        String screen = screen(process(), COMMANDS.get(name));

        assertThat(screen).doesNotContain("\u001b");
        assertScreen(name + "-piped", screen);
    }

    @Test
    void everyFileIsAScreen() throws IOException {
        try (var files = Files.list(SCREENS)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .allMatch(file -> COMMANDS.keySet().stream()
                            .anyMatch(name -> Arrays.asList("40", "80", "200", "piped").stream()
                                    .anyMatch(kind -> file.equals(name + "-" + kind + ".txt"))));
        }
    }
}
