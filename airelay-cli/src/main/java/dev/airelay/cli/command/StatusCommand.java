package dev.airelay.cli.command;

import dev.airelay.cli.context.ClientSetup;
import dev.airelay.cli.context.CommandContext;
import dev.airelay.cli.context.CommandFailure;
import dev.airelay.cli.context.OpenResources;
import dev.airelay.cli.context.TokenReport;
import dev.airelay.cli.relay.RelayState;
import dev.airelay.cli.text.Json;
import dev.airelay.cli.text.Page;
import dev.airelay.cli.text.SessionReport;
import dev.airelay.cli.text.TextStyle;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.RelayConfig;
import dev.airelay.server.ConfigSummary;
import dev.airelay.server.ExitStatus;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Shows where things stand. Calls the running relay and nothing else. */
@Command(
        name = "status",
        description =
                "Show whether the relay runs, what is left of your plan, which clients were seen, and the next step.",
        footer = {"airelay status --watch", "airelay status --json"})
final class StatusCommand implements PlainCommandLine.Command {
    private static final long WATCH_SECONDS = 2;
    /** Moves to the upper left corner and clears from there; hides nothing of what was shown before. */
    private static final String HOME_AND_CLEAR = "\u001b[H\u001b[J";

    private static final String CLEAR = "\u001b[2J";

    private final CommandContext context;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(names = "--watch", description = "Show it again every 2 seconds until you press Ctrl-C.")
    private boolean watch;

    @Option(
            names = {"-v", "--verbose"},
            description = "Show paths, limits and the session in full, too.")
    private boolean verbose;

    StatusCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public boolean set(String option) {
        switch (option) {
            case "--json" -> json = true;
            case "--watch" -> watch = true;
            case "-v", "--verbose" -> verbose = true;
            default -> {
                return false;
            }
        }
        return true;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (watch && (json || !context.interactive())) {
            throw new CommandFailure(
                    ExitStatus.USAGE,
                    "--watch needs a terminal and excludes --json. Leave it out, and run the command again.",
                    null);
        }
        if (watch) {
            watch();
        } else if (json) {
            print(StatusReport.make(context, context.state(context.sources())));
        } else {
            show(StatusReport.make(context, context.state(context.sources())));
        }
        return ExitStatus.OK.code();
    }

    private void watch() throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        try (OpenResources resources = context.openResources()) {
            resources.add(stopped::countDown);
            context.raw(CLEAR);
            do {
                // Gathered before the screen is cleared, so that it does not flicker.
                StatusReport report = StatusReport.make(context, context.quietState(context.sources()));
                context.raw(HOME_AND_CLEAR);
                show(report);
                context.flush();
            } while (!stopped.await(WATCH_SECONDS, TimeUnit.SECONDS));
        }
    }

    private void show(StatusReport report) {
        new StatusText(context, report).print();
        if (verbose) {
            printRelay(context.page().line(""), report.state());
            new SessionReport(report.state().session()).print(context.page());
            new ClientSetup(context, report.state().config(), Optional.empty()).print(context.page());
        }
    }

    private void print(StatusReport report) {
        RelayState state = report.state();
        ObjectNode document = Json.object();
        document.set("running", report.running());
        document.set("relay", summary(state));
        document.set("auth", new SessionReport(state.session()).json());
        document.set("usage", report.usage().orElse(null));
        report.addActivity(document);
        document.set(Json.CLIENT, new ClientSetup(context, state.config(), Optional.empty()).json());
        Json.addSteps(document, report.steps());
        context.print(document);
    }

    private static ObjectNode summary(RelayState state) {
        ObjectNode summary = Json.object();
        ConfigSummary.of(state.loaded(), state.config().get(ConfigKeys.PORT), state.tokenSource())
                .fields()
                .forEach(field -> summary.putPOJO(field.name(), field.value()));
        return summary;
    }

    private static void printRelay(Page page, RelayState state) {
        RelayConfig config = state.config();
        page.section("Relay")
                .field("Config file", config.configFile())
                .flag("Config exists", state.loaded().configFileExists(), TextStyle.DIM)
                .field("Base URL", config.clientBaseUrl(config.get(ConfigKeys.PORT)))
                .field("Data dir", config.get(ConfigKeys.DATA_DIR))
                .field("Logs dir", config.get(ConfigKeys.LOGS_DIR))
                .field("Bearer auth", config.get(ConfigKeys.REQUIRE_BEARER_AUTH) ? "required" : "off");
        TokenReport.printTokenState(page, state, false);
        page.field("Token file", config.get(ConfigKeys.BEARER_TOKEN_FILE))
                .field(
                        "Rate limit",
                        config.get(ConfigKeys.RATE_LIMIT_PER_MINUTE) + "/min + burst "
                                + config.get(ConfigKeys.RATE_LIMIT_BURST))
                .field("Concurrent/IP", config.get(ConfigKeys.CONCURRENT_REQUESTS_PER_IP));
    }
}
