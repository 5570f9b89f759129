package dev.airelay.cli.command;

import dev.airelay.cli.text.Terminal;
import dev.airelay.server.ExitStatus;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Puts the commands together and runs one. */
public final class CommandTree {
    private CommandTree() {}

    /**
     * Runs one command line to its end.
     *
     * @return the exit code, see {@link ExitStatus}
     */
    public static int run(ProcessEnvironment surroundings, String... args) {
        Terminal terminal = surroundings.terminal();
        SharedOptions shared = new SharedOptions();
        Optional<PlainCommandLine.Command> plain =
                new PlainCommandLine(shared, new CommandContext(surroundings, shared)).read(args);
        int code = plain.isPresent()
                ? call(plain.get(), shared, terminal)
                : of(surroundings).execute(args);
        terminal.flush();
        return code;
    }

    private static int call(PlainCommandLine.Command command, SharedOptions shared, Terminal terminal) {
        try {
            return command.call();
        } catch (RuntimeException | InterruptedException failure) {
            return new FailureReport(shared).report(failure, terminal.err());
        }
    }

    /** The commands, ready to be parsed or run. */
    public static CommandLine of(ProcessEnvironment surroundings) {
        SharedOptions shared = new SharedOptions();
        CommandContext workplace = new CommandContext(surroundings, shared);
        CommandLine root = new CommandLine(new RootCommand(shared))
                .addSubcommand(new InitCommand(workplace))
                .addSubcommand(new LoginCommand(workplace))
                .addSubcommand(new ServeCommand(workplace))
                .addSubcommand(new StatusCommand(workplace))
                .addSubcommand(new DoctorCommand(workplace))
                .addSubcommand(new ConnectCommand(workplace))
                .addSubcommand(new RunCommand(workplace))
                .addSubcommand(new LogoutCommand(workplace))
                .addSubcommand(new LogsCommand(workplace, InstantSource.system()))
                .addSubcommand(new CommandLine(new TokenCommand())
                        .addSubcommand(new TokenShowCommand(workplace))
                        .addSubcommand(new TokenRotateCommand(workplace)))
                .addSubcommand(new EmulateCommand(workplace))
                .addSubcommand(new TrainCommand(workplace));
        root.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(ExitStatus.table());
        FailureReport failures = new FailureReport(shared);
        Terminal terminal = surroundings.terminal();
        boolean coloured = terminal.coloured(surroundings.sources().environment());
        return root.registerConverter(int.class, wholeNumber(Integer::valueOf))
                .registerConverter(long.class, wholeNumber(Long::valueOf))
                .registerConverter(Long.class, wholeNumber(Long::valueOf))
                .setOut(terminal.out().raw())
                .setErr(terminal.err())
                .setColorScheme(Help.defaultColorScheme(coloured ? Help.Ansi.ON : Help.Ansi.OFF))
                .setOverwrittenOptionsAllowed(true)
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
    }

    private static <N> ITypeConverter<N> wholeNumber(Function<String, N> read) {
        return text -> {
            try {
                return read.apply(text);
            } catch (NumberFormatException wrong) {
                throw new TypeConversionException("'" + text + "' is not a whole number");
            }
        };
    }
}
