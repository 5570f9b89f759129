package dev.airelay.cli.context;

import dev.airelay.cli.connect.Programs;
import dev.airelay.server.ExitStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Runs another program in this terminal until it ends. */
public final class ChildProcess {
    private final CommandContext context;

    public ChildProcess(CommandContext context) {
        this.context = context;
    }

    /**
     * Starts a command and waits for it. Its input and output are those of this process.
     *
     * @param command the program and its arguments
     * @param variables additions to the environment
     * @param removed variables that the program does not get
     * @return the program's exit code; 127 if there is no such program
     */
    public int run(List<String> command, Map<String, String> variables, List<String> removed)
            throws InterruptedException {
        Map<String, String> environment = context.sources().environment();
        Optional<Path> program =
                Programs.find(command.get(0), environment, context.sources().workingDirectory());
        if (program.isEmpty()) {
            context.note("airelay: Cannot start '" + command.get(0) + "': there is no such program on the PATH.");
            return ExitStatus.NOT_FOUND.code();
        }
        List<String> line = new ArrayList<>(command);
        line.set(0, program.get().toString());
        ProcessBuilder builder = new ProcessBuilder(line).inheritIO();
        builder.directory(context.sources().workingDirectory().toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        removed.forEach(builder.environment()::remove);
        builder.environment().putAll(variables);
        context.flush();
        // Before the program runs: a signal in between would end this process and leave the program alone.
        CompletableFuture<Process> started = new CompletableFuture<>();
        context.leaveSignalsToChild(() -> started.thenAccept(Process::destroy));
        try {
            Process process = builder.start();
            started.complete(process);
            return process.waitFor();
        } catch (IOException failed) {
            throw new CommandFailure(
                    ExitStatus.FAILURE, "Cannot start " + program.get() + ": " + failed.getMessage(), failed);
        }
    }
}
