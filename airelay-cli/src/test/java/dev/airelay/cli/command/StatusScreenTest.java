package dev.airelay.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airelay.auth.login.LoopbackPorts;
import dev.airelay.cli.context.CommandContext;
import dev.airelay.cli.context.ProcessEnvironment;
import dev.airelay.cli.context.SharedOptions;
import dev.airelay.cli.relay.RecentActivity;
import dev.airelay.cli.relay.RelayApi;
import dev.airelay.cli.relay.RelayState;
import dev.airelay.cli.text.InputLines;
import dev.airelay.cli.text.Json;
import dev.airelay.cli.text.Terminal;
import dev.airelay.config.ConfigSources;
import dev.airelay.server.RelayProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** The screen of {@code status}, as files in {@code src/test/resources/status}. {@code -Dairelay.screens=write} rewrites them. */
final class StatusScreenTest {
    private static final Path SCREENS = Path.of("src", "test", "resources", "status");
    private static final boolean WRITE =
            System.getProperty("airelay.screens", "").equals("write");
    private static final Instant NOW = Instant.parse("2026-12-01T14:28:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneId.of("Europe/Berlin"));

    @TempDir
    private Path home;

    private final StringWriter out = new StringWriter();

    private CommandContext context(int columns, boolean color, boolean unicode) {
        PrintWriter printer = new PrintWriter(out);
        Map<String, String> environment = Map.of(
                "COLUMNS",
                String.valueOf(columns),
                "NO_COLOR",
                color ? "" : "1",
                "AIRELAY_BEARER_TOKEN",
                "a-token-for-this-test");
        ProcessEnvironment process = new ProcessEnvironment(
                ConfigSources.of(environment, Map.of(), home),
                new Terminal(printer, printer, true, unicode),
                new InputLines(() -> new BufferedReader(Reader.nullReader())),
                "Linux",
                LoopbackPorts.registered(),
                new Random(1),
                System::nanoTime,
                CLOCK,
                hook -> {},
                signal -> {},
                terminate -> {},
                orderly -> why -> {});
        return new CommandContext(process, new SharedOptions());
    }

    private String screen(CommandContext context, StatusReport report) {
        new StatusText(context, report).print();
        context.flush();
        return out.toString().replace(System.lineSeparator(), "\n");
    }

    private StatusReport busy(CommandContext context) throws IOException {
        Path session = home.resolve(".airelay/auth.json");
        Files.createDirectories(session.getParent());
        Files.writeString(session, """
                {"tokens": {"access_token": "secret", "refresh_token": "secret", "account_id": "acct-1"}}
                """);
        RelayState state = context.quietState(context.sources());
        RelayProcess process = new RelayProcess(
                4711,
                "",
                URI.create("http://127.0.0.1:8080/v1"),
                NOW.minus(Duration.ofHours(76).plusMinutes(12)),
                "1.0.0");
        List<RecentActivity.Client> clients = List.of(
                new RecentActivity.Client("Claude Code", 12, NOW.minusSeconds(130), false),
                new RecentActivity.Client("opencode", 3, NOW.minusSeconds(200), false),
                new RecentActivity.Client("n8n", 2, NOW.minusSeconds(240), true));
        RecentActivity.Problem problem = new RecentActivity.Problem(
                NOW.minusSeconds(240),
                "n8n",
                "gpt-4o",
                404,
                "model_not_found",
                "The model 'gpt-4o' is not available for this account. Use one of these: gpt-6-sol, gpt-5.4-mini.",
                "req_1");
        return new StatusReport(
                state,
                Optional.of(new RelayApi(state, Optional.of(process), URI.create("http://127.0.0.1:8080/"))),
                true,
                Optional.of(usage()),
                "",
                new RecentActivity(clients, Optional.of(problem), Optional.empty()),
                Optional.empty(),
                List.of());
    }

    private static ObjectNode usage() {
        ObjectNode usage = Json.object();
        usage.putObject("account").put("plan_type", "plus");
        ObjectNode limit = usage.putObject("rate_limits").putObject("default");
        limit.putObject("primary_window")
                .put("remaining_percent", 18.0)
                .put("window_label", "5h")
                .put("reset_at", NOW.plusSeconds(72 * 60).getEpochSecond());
        limit.putObject("secondary_window")
                .put("remaining_percent", 72.4)
                .put("window_label", "weekly")
                .put("reset_at", NOW.plusSeconds(2 * 86_400 + 3_600).getEpochSecond());
        return usage;
    }

    private static void assertScreen(String name, String screen) throws IOException {
        Path file = SCREENS.resolve(name + ".txt");
        if (WRITE) {
            Files.createDirectories(SCREENS);
            Files.writeString(file, screen);
        }
        assertThat(screen).isEqualTo(Files.readString(file));
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 80, 200})
    void busyRelayFitsTheTerminal(int columns) throws IOException {
        CommandContext context = context(columns, false, true);

        String screen = screen(context, busy(context));

        assertScreen("busy-" + columns, screen);
        assertThat(screen.lines()).allMatch(line -> line.length() <= columns);
        if (columns >= 80) {
            assertThat(screen.lines()).hasSizeLessThanOrEqualTo(12);
        }
    }

    @Test
    void colorsCarryNoMeaningOfTheirOwn() throws IOException {
        CommandContext context = context(80, true, true);

        String screen = screen(context, busy(context));

        assertThat(screen).contains("\u001b[33m");
        assertScreen("busy-80", screen.replaceAll("\u001b\\[[0-9;]*m", ""));
    }

    @Test
    void barsAreAsciiWhereNothingElseCanBeShown() throws IOException {
        CommandContext context = context(80, false, false);

        String screen = screen(context, busy(context));

        assertThat(screen.chars()).allMatch(character -> character < 128);
        assertThat(screen).contains("##############......");
    }

    @ParameterizedTest
    @CsvSource({"0,works again 16:40", "0.4,resets 16:40", "100,resets 16:40"})
    void smallRestIsNotNothing(double remaining, String words) throws IOException {
        CommandContext context = context(80, false, false);
        StatusReport busy = busy(context);
        busy.usage()
                .orElseThrow()
                .withObject("/rate_limits/default/primary_window")
                .put("remaining_percent", remaining);

        String line = screen(context, busy)
                .lines()
                .filter(text -> text.startsWith("  5 hours"))
                .findFirst()
                .orElseThrow();

        assertThat(line).contains(words, remaining == 0 ? " ...................." : " #");
    }
}
