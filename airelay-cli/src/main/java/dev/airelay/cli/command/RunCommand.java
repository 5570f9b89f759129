package dev.airelay.cli.command;

import dev.airelay.cli.connect.ClientEnvironment;
import dev.airelay.cli.context.ChildProcess;
import dev.airelay.cli.context.CommandContext;
import dev.airelay.cli.context.CommandFailure;
import dev.airelay.cli.context.RelayTarget;
import dev.airelay.server.ExitStatus;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Starts any program with the environment variables by which it finds the relay. */
@Command(
        name = "run",
        description = {
            "Start a program that finds AIRelay by its environment.",
            "Sets OPENAI_BASE_URL, OPENAI_API_BASE, OPENAI_API_KEY, ANTHROPIC_BASE_URL, ANTHROPIC_AUTH_TOKEN, AIRELAY_BASE_URL,"
                    + " AIRELAY_TOKEN and, if its listener is on, OLLAMA_HOST. Exits with the program's exit code."
        },
        footer = {"airelay run -- python my-script.py", "airelay run -- claude"})
final class RunCommand implements Callable<Integer> {
    /** A key for Anthropic itself would take the place of the relay token. */
    private static final List<String> REMOVED = List.of("ANTHROPIC_API_KEY");

    private final CommandContext context;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Address of the relay (default: the running relay's, else the one in the settings).")
    private @Nullable String url;

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "The program and its arguments, after --.")
    private @Nullable List<String> command;

    RunCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (command == null) {
            throw new CommandFailure(
                    ExitStatus.USAGE, "Name the program, such as: " + context.commandLine("run") + " -- COMMAND", null);
        }
        RelayTarget relay = new RelayTarget(context, url);
        return new ChildProcess(context)
                .run(command, ClientEnvironment.of(relay.target(List.of(), null), relay.token()), REMOVED);
    }
}
