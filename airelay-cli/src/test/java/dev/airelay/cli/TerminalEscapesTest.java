package dev.airelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.base.TerminalText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text of others cannot steer the terminal that shows it. */
@Timeout(120)
final class TerminalEscapesTest {
    private static final String EVIL = "\u001b]0;evil\u0007\u009b31m\u202e\r";
    private static final String SHOWN = "\\u001b]0;evil\\u0007\\u009b31m\\u202e";
    /** The escape sequences of the command's own colors. */
    private static final String COLORS = "\u001b\\[[0-9;]*m";

    @TempDir
    Path home;

    private static void assertHarmless(TestProcess.Result result) {
        assertThat((result.out() + result.err()).codePoints().filter(TerminalText::steers))
                .as(result.out() + result.err())
                .isEmpty();
        assertThat(result.out() + result.err()).containsIgnoringCase(SHOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "doctor", "logs", "token show", "init", "login", "serve"})
    void hostileArgumentIsShownAsText(String command) {
        String[] words = (command + " --" + EVIL).split(" ");

        assertHarmless(new TestProcess(home).run(words));
    }

    @Test
    void hostilePathIsShownAsText() {
        TestProcess process = new TestProcess(home)
                .with("AIRELAY_DATA_DIR", home.resolve("x" + EVIL).toString());

        assertHarmless(process.run("status", "--verbose"));
        assertHarmless(process.run("status", "--json"));
        assertThat(process.run("status", "--json").json().at("/relay/data_dir").stringValue())
                .contains("x\u001b]0;evil\u0007\u009b31m\u202e");
    }

    @Test
    void hostileConfigurationIsShownAsText() throws IOException {
        Path file = Files.writeString(
                home.resolve("config.toml"), "[server]\n\"port\\u001b[31m\" = 1\nhost = \"\\u009b\"\n");

        TestProcess.Result result = new TestProcess(home).run("--config", file.toString(), "status");

        assertThat(result.code()).isNotZero();
        assertThat(result.err()).contains("port\\u001b[31m").doesNotContain("\u001b", "\u009b");
    }

    @Test
    void hostileLogIsShownAsText() throws IOException {
        Path log = home.resolve(".airelay/logs/2026/05/20-10.log");
        Files.createDirectories(log.getParent());
        String line = """
                {"request_id":"r","phase":"outbound_response","method":"GET","path":"/%s","client_ip":"127.0.0.1",\
                "status_code":404,"complete":true,"duration_ms":1,"logged_at":"2026-05-20T10:00:00Z"}
                """.formatted("a\u009b31m\u007f\u202e");
        Files.writeString(log, line);
        TestProcess process = new TestProcess(home);

        TestProcess.Result lines = process.run("logs", "--since", "2026-05-20");
        TestProcess.Result json = process.run("logs", "--since", "2026-05-20", "--json");

        assertThat(lines.out()).contains("/a?31m??");
        assertThat(json.out()).contains("/a\\u009b31m\\u007f\\u202e").doesNotContain("\u009b", "\u007f", "\u202e");
        assertThat(json.json().path("path").stringValue()).isEqualTo("/a\u009b31m\u007f\u202e");
    }

    @Test
    void colorsAreTheCommandsOwn() {
        TestProcess process = new TestProcess(home)
                .onTerminal()
                .with("AIRELAY_DATA_DIR", home.resolve("x\u001b[31my").toString());

        String out = process.run("status", "--verbose").out();

        assertThat(out).contains("\u001b[1;36m", "x\\u001b[31my");
        assertThat(out.replaceAll(COLORS, "").codePoints().filter(TerminalText::steers))
                .isEmpty();
    }

    @Test
    void helpIsStillColored() {
        assertThat(new TestProcess(home).onTerminal().run("--help").out()).contains("\u001b[1m");
    }

    @Test
    void answerOfTheUpstreamIsShownAsText() throws Exception {
        try (SignInScene scene = SignInScene.open(home)) {
            scene.process.run("init");
            scene.signIn("--no-browser");
            scene.emulator.script("invalid_prompt at=http message=\"no \u001b[31m\u009bred\"");

            TestProcess.Result doctor = scene.process.run("doctor");

            assertThat(doctor.out()).contains("no \\u001b[31m\\u009bred").doesNotContain("\u001b", "\u009b");
        }
    }
}
