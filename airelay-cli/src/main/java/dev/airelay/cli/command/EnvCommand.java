package dev.airelay.cli.command;

import dev.airelay.cli.text.Json;
import dev.airelay.cli.text.ShellText;
import dev.airelay.config.ConfigKeys;
import dev.airelay.config.token.RelayToken;
import dev.airelay.server.ExitStatus;
import java.net.URI;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Prints the environment variables that point clients at the relay. */
@Command(
        name = "env",
        description = "Print the environment variables that point OpenAI and Anthropic clients at the relay.",
        footer = {"eval \"$(airelay env)\"", "airelay env --shell fish | source"})
final class EnvCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(
            names = "--shell",
            paramLabel = "SHELL",
            completionCandidates = Shells.class,
            description = "The shell to write for: bash, zsh, fish, powershell or cmd (default: yours).")
    private @Nullable String shell;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /** The shells that lines are written for. */
    static final class Shells implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return ShellKind.names().iterator();
        }
    }

    EnvCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Map<String, String> environment = context.sources().environment();
        ShellKind kind = shell == null
                ? ShellKind.of(environment, context.operatingSystem())
                : ShellKind.named(shell)
                        .orElseThrow(() -> new CommandFailure(
                                ExitStatus.USAGE,
                                "--shell must be one of " + String.join(", ", ShellKind.names()) + ", was '" + shell
                                        + "'.",
                                null));
        RelayState state = context.state(context.sources());
        if (state.tokenMissing()) {
            throw new CommandFailure(
                    ExitStatus.FAILURE,
                    "There is no relay token in " + state.config().get(ConfigKeys.BEARER_TOKEN_FILE) + ". Run: "
                            + new NextSteps(context, state).init(),
                    null);
        }
        Map<String, String> variables = variables(state);
        if (json) {
            ObjectNode document = Json.object();
            variables.forEach(document.putObject("env")::put);
            context.print(document);
            return ExitStatus.OK.code();
        }
        variables.forEach((name, value) -> context.line(kind.assignment(name, value)));
        if (context.interactive()) {
            context.note("# To set them in this shell, run: " + kind.evaluation(context.commandLine("env")));
        }
        return ExitStatus.OK.code();
    }

    /** The variables that the SDKs and command lines of OpenAI and Anthropic read; the address is that of the running relay. */
    static Map<String, String> variables(RelayState state) {
        URI base = RelayApi.find(state)
                .map(RelayApi::baseUrl)
                .orElseGet(() -> state.config().clientBaseUrl(state.config().get(ConfigKeys.PORT)));
        // A relay that asks for no token accepts any key, but clients insist on one.
        String key = state.token().map(RelayToken::value).orElse("none");
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("OPENAI_BASE_URL", base.toString());
        variables.put("OPENAI_API_KEY", key);
        variables.put(
                "ANTHROPIC_BASE_URL", ShellText.without("/", base.resolve("/").toString()));
        variables.put("ANTHROPIC_AUTH_TOKEN", key);
        return variables;
    }
}
