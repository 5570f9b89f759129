package dev.airelay.cli.command;

import dev.airelay.cli.context.CommandContext;
import dev.airelay.cli.context.CommandFailure;
import dev.airelay.cli.system.CompletionScript;
import dev.airelay.cli.system.ShellKind;
import dev.airelay.server.ExitStatus;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints a script with which a shell completes command lines. */
@Command(
        name = "completion",
        description = "Print the script with which bash, zsh, fish or PowerShell completes command lines.",
        footer = {"source <(airelay completion bash)", "airelay completion fish | source"})
final class CompletionCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(
            paramLabel = "SHELL",
            description = "bash, zsh, fish or powershell.",
            completionCandidates = Shells.class)
    private String shell = "";

    CompletionCommand(CommandContext context) {
        this.context = context;
    }

    /** The shells with completion. */
    static final class Shells implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("bash", "zsh", "fish", "powershell").iterator();
        }
    }

    @Override
    public Integer call() {
        ShellKind kind = ShellKind.named(shell)
                .filter(found -> found != ShellKind.CMD)
                .orElseThrow(() -> new CommandFailure(
                        ExitStatus.USAGE, "SHELL must be bash, zsh, fish or powershell, was '" + shell + "'.", null));
        new CompletionScript(CommandTree.of(context)).of(kind).lines().forEach(context::line);
        return ExitStatus.OK.code();
    }
}
