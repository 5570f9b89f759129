package dev.airelay.cli.command;

import dev.airelay.cli.connect.ClientEnvironment;
import dev.airelay.cli.context.CommandContext;
import dev.airelay.cli.context.CommandFailure;
import dev.airelay.cli.context.RelayTarget;
import dev.airelay.cli.system.ShellKind;
import dev.airelay.cli.text.Json;
import dev.airelay.server.ExitStatus;
import java.util.Iterator;
import java.util.List;
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
        RelayTarget relay = new RelayTarget(context, null);
        Map<String, String> variables = ClientEnvironment.of(relay.target(List.of(), null), relay.token());
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
}
