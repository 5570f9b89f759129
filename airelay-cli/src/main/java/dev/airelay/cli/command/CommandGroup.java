package dev.airelay.cli.command;

import dev.airelay.cli.context.CommandContext;
import dev.airelay.cli.context.HelpText;
import dev.airelay.server.ExitStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that only holds others: by itself it shows their list, which is a wrong command line. */
abstract class CommandGroup implements Callable<Integer> {
    private final CommandContext context;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command is called
    private CommandSpec spec;

    CommandGroup(CommandContext context) {
        this.context = context;
    }

    @Override
    public final Integer call() {
        // The help has escape sequences of its own, which the usual writer would show as text.
        HelpText.of(context, spec).forEach(context.err().raw()::println);
        return ExitStatus.USAGE.code();
    }
}
