package dev.airelay.cli.command;

import dev.airelay.cli.context.ClientSetup;
import dev.airelay.cli.context.CommandContext;
import dev.airelay.cli.context.CommandFailure;
import dev.airelay.cli.context.NextSteps;
import dev.airelay.cli.context.TokenReport;
import dev.airelay.cli.relay.RelayState;
import dev.airelay.cli.text.Json;
import dev.airelay.cli.text.Page;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.token.RelayToken;
import dev.airelay.server.ExitStatus;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Reveals the relay token. */
@Command(
        name = "show",
        description = "Show the relay token; only the token if the output is not a terminal.",
        footer = {"export AIRELAY_TOKEN=$(airelay token show --raw)", "airelay token show --json"})
final class TokenShowCommand implements PlainCommandLine.Command {
    private final CommandContext context;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(names = "--raw", description = "Print the token and nothing else.")
    private boolean raw;

    TokenShowCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public boolean set(String option) {
        switch (option) {
            case "--json" -> json = true;
            case "--raw" -> raw = true;
            default -> {
                return false;
            }
        }
        return true;
    }

    @Override
    public Integer call() {
        RelayState state = context.state(context.sources());
        if (json) {
            context.print(document(state));
        } else if (raw || !context.interactive()) {
            context.line(state.token().map(RelayToken::value).orElseThrow(() -> missing(state)));
        } else {
            print(state);
        }
        return (state.token().isPresent() ? ExitStatus.OK : ExitStatus.FAILURE).code();
    }

    private CommandFailure missing(RelayState state) {
        return new CommandFailure(
                ExitStatus.FAILURE,
                "There is no relay token in " + state.config().get(ConfigKeys.BEARER_TOKEN_FILE) + ". Run: "
                        + new NextSteps(context, state).init(),
                null);
    }

    private ObjectNode document(RelayState state) {
        Optional<RelayToken> token = state.token();
        ObjectNode document = Json.object()
                .put("bearer_token_present", token.isPresent())
                .put(
                        Json.BEARER_TOKEN_FILE,
                        state.config().get(ConfigKeys.BEARER_TOKEN_FILE).toString())
                .put(Json.BEARER_TOKEN_SOURCE, TokenReport.sourceName(token))
                .put(Json.CLIENT_API_KEY, token.map(RelayToken::value).orElse(null));
        document.set(Json.CLIENT, new ClientSetup(context, state.config(), token).json());
        Json.addSteps(document, steps(state));
        return document;
    }

    private void print(RelayState state) {
        Page page = context.page().title("Relay token").section("Relay");
        TokenReport.printTokenState(page, state, false);
        page.field("Token file", state.config().get(ConfigKeys.BEARER_TOKEN_FILE));
        new ClientSetup(context, state.config(), state.token()).print(page);
        page.steps(steps(state));
    }

    private List<String> steps(RelayState state) {
        return state.tokenMissing()
                ? List.of(new NextSteps(context, state).init(), context.commandLine("token rotate"))
                : List.of();
    }
}
