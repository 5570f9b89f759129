package dev.airelay.cli.command;

import dev.airelay.cli.context.CommandContext;
import dev.airelay.cli.context.CommandFailure;
import dev.airelay.cli.context.HelpText;
import dev.airelay.config.NearestName;
import dev.airelay.server.ExitStatus;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows the help of the program, a command or a topic. */
@Command(
        name = "help",
        description = "Show the help of a command, or about options or exit-codes.",
        footer = {"airelay help logs", "airelay help options"})
final class HelpCommand implements Callable<Integer> {
    private static final String OPTIONS = "options";
    private static final String EXIT_CODES = "exit-codes";

    private final CommandContext context;

    @Parameters(
            paramLabel = "COMMAND",
            arity = "0..*",
            description = "The command, such as logs or token show; or options or exit-codes.")
    private List<String> words = List.of();

    HelpCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        CommandLine command = CommandTree.of(context);
        if (words.equals(List.of(OPTIONS))) {
            HelpText.globalOptions(context, command.getCommandSpec()).forEach(context::rawLine);
            return ExitStatus.OK.code();
        }
        if (words.equals(List.of(EXIT_CODES))) {
            HelpText.exitCodes(context).forEach(context::rawLine);
            return ExitStatus.OK.code();
        }
        for (String word : words) {
            CommandLine next = command.getSubcommands().get(word);
            if (next == null) {
                TreeSet<String> known = new TreeSet<>(command.getSubcommands().keySet());
                throw new CommandFailure(
                        ExitStatus.USAGE,
                        "Unknown command '" + word + "'."
                                + NearestName.of(word, known)
                                        .map(near -> " Did you mean " + near + "?")
                                        .orElse("")
                                + " Run '" + context.commandName() + " help' to see all commands.",
                        null);
            }
            command = next;
        }
        context.help(command.getCommandSpec());
        return ExitStatus.OK.code();
    }
}
