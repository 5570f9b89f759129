package dev.airelay.cli.command;

import dev.airelay.cli.context.ClientSetup;
import dev.airelay.cli.context.CommandContext;
import dev.airelay.cli.context.NextSteps;
import dev.airelay.cli.context.TokenReport;
import dev.airelay.cli.relay.RelayState;
import dev.airelay.cli.text.Json;
import dev.airelay.cli.text.Page;
import dev.airelay.config.ConfigFile;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.ConfigSources;
import dev.airelay.config.RelayConfig;
import dev.airelay.config.token.RelayToken;
import dev.airelay.config.token.RelayTokenFile;
import dev.airelay.server.ExitStatus;
import dev.airelay.server.RelayVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Leaves a configuration file and a relay token behind. What is there already stays. */
@Command(
        name = "init",
        description = "Create the configuration file and the relay token if they are missing.",
        footer = {"airelay init", "airelay init --show-token"})
final class InitCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(names = "--force", description = "Replace the configuration file and keep the old one beside it.")
    private boolean force;

    @Option(names = "--show-token", description = "Show the relay token even if it already existed.")
    private boolean showToken;

    InitCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        ConfigSources sources = context.sources();
        ConfigFile.Outcome file = ConfigFile.write(sources, force);
        RelayState state = context.state(sources);
        boolean created = createToken(state);
        file.backup()
                .map(Path::toString)
                .ifPresent(backup -> context.warn("The old configuration file was saved as " + backup));
        Optional<RelayToken> revealed = created || showToken ? state.token() : Optional.empty();
        Result result = new Result(file, state, created, revealed);
        if (json) {
            context.print(document(result));
        } else {
            print(result);
        }
        return ExitStatus.OK.code();
    }

    private record Result(
            ConfigFile.Outcome file, RelayState state, boolean tokenCreated, Optional<RelayToken> revealed) {}

    private boolean createToken(RelayState state) {
        return state.tokenMissing()
                && RelayTokenFile.of(state.config())
                        .createIfAbsent(context.random())
                        .created();
    }

    private ObjectNode document(Result result) {
        RelayState state = result.state();
        ObjectNode document = Json.object()
                .put("app_name", "AIRelay")
                .put("config_path", result.file().file().toString())
                .put("config_created", result.file().created())
                .put(Json.BEARER_TOKEN_FILE, tokenFile(state.config()))
                .put("bearer_token_created", result.tokenCreated())
                .put(Json.BEARER_TOKEN_SOURCE, TokenReport.sourceName(state.token()))
                .put(
                        Json.CLIENT_API_KEY,
                        result.revealed().map(RelayToken::value).orElse(null));
        document.set(Json.CLIENT, new ClientSetup(context, state.config(), result.revealed()).json());
        Json.addSteps(document, steps(state));
        return document;
    }

    private void print(Result result) {
        RelayState state = result.state();
        Page page = context.page()
                .title("AIRelay is set up")
                .section("Relay")
                .field("App", "AIRelay " + RelayVersion.current())
                .field("Config file", result.file().file() + (result.file().created() ? " (created)" : " (existing)"));
        TokenReport.printTokenState(page, state, result.tokenCreated());
        page.field("Token file", tokenFile(state.config()));
        new ClientSetup(context, state.config(), result.revealed()).print(page);
        page.steps(steps(state));
    }

    private List<String> steps(RelayState state) {
        return new NextSteps(context, state).includingServing();
    }

    private static String tokenFile(RelayConfig config) {
        return config.get(ConfigKeys.BEARER_TOKEN_FILE).toString();
    }
}
