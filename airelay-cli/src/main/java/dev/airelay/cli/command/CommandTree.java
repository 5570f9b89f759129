package dev.airelay.cli.command;

import dev.airelay.cli.context.CommandContext;
import dev.airelay.cli.context.FailureReport;
import dev.airelay.cli.context.HelpText;
import dev.airelay.cli.context.ProcessEnvironment;
import dev.airelay.cli.context.SharedOptions;
import dev.airelay.config.NearestName;
import dev.airelay.server.ExitStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/**
 * Puts the commands together for picocli and runs one. A run builds the model of the command that is named, not those of all:
 * {@link #of} does, for help, completion, man pages and tests.
 */
public final class CommandTree {
    private CommandTree() {}

    /** Makes the command of a name; empty when there is none. */
    private static Optional<CommandLine> command(String name, CommandContext context) {
        Object command = switch (name) {
            case "init" -> new InitCommand(context);
            case "login" -> new LoginCommand(context);
            case "serve" -> new ServeCommand(context);
            case "connect" -> new ConnectCommand(context);
            case "run" -> new RunCommand(context);
            case "env" -> new EnvCommand(context);
            case "token" ->
                new CommandLine(new TokenCommand(context))
                        .addSubcommand(new TokenShowCommand(context))
                        .addSubcommand(new TokenRotateCommand(context));
            case "status" -> new StatusCommand(context);
            case "open" -> new OpenCommand(context);
            case "usage" -> new UsageCommand(context);
            case "models" -> new ModelsCommand(context);
            case "logs" -> new LogsCommand(context);
            case "doctor" -> new DoctorCommand(context);
            case "stop" -> new StopCommand(context);
            case "service" -> ServiceCommand.with(context);
            case "config" -> ConfigCommand.with(context);
            case "logout" -> new LogoutCommand(context);
            case "bugreport" -> new BugReportCommand(context);
            case "completion" -> new CompletionCommand(context);
            case "help" -> new HelpCommand(context);
            case "version" -> new VersionCommand(context);
            case "emulate" -> new EmulateCommand(context);
            case "train" -> new TrainCommand(context);
            default -> null;
        };
        if (command == null) {
            return Optional.empty();
        }
        return Optional.of(command instanceof CommandLine whole ? whole : new CommandLine(command));
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>();
        HelpText.GROUPS.values().forEach(names::addAll);
        return names;
    }

    /** Runs a command line with the model of its command. */
    static int run(CommandContext context, String... line) {
        Optional<String> word = CommandRun.commandWord(line).map(index -> line[index]);
        CommandLine root = root(context);
        if (word.isEmpty()) {
            // Only the help lists all commands.
            names().forEach(name -> add(root, name, context));
        } else if (!add(root, word.get(), context)) {
            context.error("Unknown command '" + word.get() + "'."
                    + NearestName.of(word.get(), names())
                            .map(near -> " Did you mean " + near + "?")
                            .orElse("")
                    + " Run '" + context.commandName() + " help' to see all commands.");
            return ExitStatus.USAGE.code();
        }
        return root.execute(line);
    }

    private static boolean add(CommandLine root, String name, CommandContext context) {
        Optional<CommandLine> command = command(name, context);
        command.ifPresent(found -> configured(root.addSubcommand(found), context));
        return command.isPresent();
    }

    /** The commands, ready to be parsed or run. */
    public static CommandLine of(ProcessEnvironment process) {
        return of(new CommandContext(process, new SharedOptions()));
    }

    static CommandLine of(CommandContext context) {
        CommandLine root = root(context);
        names().forEach(name -> add(root, name, context));
        add(root, "train", context);
        return configured(root, context);
    }

    private static CommandLine root(CommandContext context) {
        return configured(new CommandLine(new RootCommand(context)), context);
    }

    private static CommandLine configured(CommandLine root, CommandContext context) {
        FailureReport failures = new FailureReport(context);
        return root.registerConverter(int.class, wholeNumber(Integer::valueOf))
                .registerConverter(Integer.class, wholeNumber(Integer::valueOf))
                .registerConverter(long.class, wholeNumber(Long::valueOf))
                .registerConverter(Long.class, wholeNumber(Long::valueOf))
                .registerConverter(boolean.class, CommandTree::trueOrFalse)
                .registerConverter(Boolean.class, CommandTree::trueOrFalse)
                .setOut(context.rawOut())
                .setErr(context.err())
                .setOverwrittenOptionsAllowed(true)
                .setExecutionStrategy(parse -> execute(parse, context))
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
    }

    /** As the library's own strategy, with the program's own help. */
    private static int execute(ParseResult parse, CommandContext context) {
        for (CommandLine command : parse.asCommandLineList()) {
            if (command.isUsageHelpRequested()) {
                context.help(command.getCommandSpec());
                return ExitStatus.OK.code();
            }
        }
        return new CommandLine.RunLast().execute(parse);
    }

    private static Boolean trueOrFalse(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new TypeConversionException("must be true or false, was '" + text + "'");
        };
    }

    private static <N> ITypeConverter<N> wholeNumber(Function<String, N> read) {
        return text -> {
            try {
                return read.apply(text);
            } catch (NumberFormatException wrong) {
                throw new TypeConversionException("must be a whole number, was '" + text + "'");
            }
        };
    }
}
