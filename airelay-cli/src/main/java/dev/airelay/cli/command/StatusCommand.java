package dev.airelay.cli.command;

import dev.airelay.cli.text.Json;
import dev.airelay.cli.text.Page;
import dev.airelay.cli.text.SessionReport;
import dev.airelay.cli.text.TextStyle;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.RelayConfig;
import dev.airelay.server.ConfigSummary;
import dev.airelay.server.ExitStatus;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Shows what is configured and what is there, without the network. */
@Command(
        name = "status",
        description = "Show the settings, whether there is a relay token, and the ChatGPT session. Uses no network.")
final class StatusCommand implements PlainCommandLine.Command {
    private final CommandContext context;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    StatusCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public boolean set(String option) {
        if (!option.equals("--json")) {
            return false;
        }
        json = true;
        return true;
    }

    @Override
    public Integer call() {
        RelayState state = context.state(context.sources());
        List<String> steps = new NextSteps(context, state).towardsServing();
        ClientSetup client = new ClientSetup(context, state.config(), Optional.empty());
        if (json) {
            ObjectNode document = Json.object();
            document.set("relay", summary(state));
            document.set("auth", new SessionReport(state.session()).json());
            document.set(Json.CLIENT, client.json());
            Json.addSteps(document, steps);
            context.print(document);
            return ExitStatus.OK.code();
        }
        Page page = context.page().title("AIRelay status");
        printRelay(page, state);
        new SessionReport(state.session()).print(page);
        client.print(page);
        page.steps(steps);
        return ExitStatus.OK.code();
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
