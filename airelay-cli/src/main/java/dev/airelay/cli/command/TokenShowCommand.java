package dev.airelay.cli.command;

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
@Command(name = "show", description = "Show the relay token.")
final class TokenShowCommand implements PlainCommandLine.Command {
    private final CommandContext context;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    TokenShowCommand(CommandContext context) {
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
        if (json) {
            context.print(document(state));
        } else {
            print(state);
        }
        return ExitStatus.OK.code();
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
