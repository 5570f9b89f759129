package dev.airelay.cli.command;

import dev.airelay.cli.context.CommandContext;
import dev.airelay.cli.context.FailureReport;
import dev.airelay.cli.context.ProcessEnvironment;
import dev.airelay.cli.context.SharedOptions;
import dev.airelay.cli.text.Terminal;
import dev.airelay.server.ExitStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Runs one command line: the plainest ones at once, all others by {@link CommandTree}. Nothing here mentions picocli, whose
 * classes cannot be in an archive: one of them makes Java open every jar of the class path.
 */
public final class CommandRun {
    private static final String JSON = "--json";
    private static final List<String> HELP_AND_VERSION = List.of("-h", "--help", "-V", "--version");

    private CommandRun() {}

    /**
     * Runs one command line.
     *
     * @return the exit code, see {@link ExitStatus}
     */
    public static int run(ProcessEnvironment process, String... args) {
        Terminal terminal = process.terminal();
        SharedOptions shared = new SharedOptions();
        CommandContext context = new CommandContext(process, shared);
        String[] line = jsonBehindCommand(args);
        Optional<PlainCommandLine.Command> plain = new PlainCommandLine(shared, context).read(line);
        int code = plain.isPresent() ? call(plain.get(), context) : CommandTree.run(context, line);
        terminal.flush();
        return code;
    }

    /** The place of the command's name; empty when there are options only. */
    static Optional<Integer> commandWord(String... line) {
        for (int i = 0; i < line.length; i++) {
            if (!line[i].startsWith("-")) {
                return Optional.of(i);
            }
            i += SharedOptions.takesValue(line[i]) ? 1 : 0;
        }
        return Optional.empty();
    }

    /** Nearly every command has this option of its own, so that it may stand in front of the command, or alone for the status. */
    private static String[] jsonBehindCommand(String... args) {
        Optional<Integer> word = commandWord(args);
        int json = Arrays.asList(args).indexOf(JSON);
        if (json < 0 || (word.isPresent() && json > word.get())) {
            return args;
        }
        List<String> line = new ArrayList<>(List.of(args));
        if (word.isEmpty() && Collections.disjoint(line, HELP_AND_VERSION)) {
            line.add(0, "status");
            return line.toArray(String[]::new);
        }
        line.remove(json);
        int rest = line.indexOf("--");
        line.add(rest < 0 ? line.size() : rest, JSON);
        return line.toArray(String[]::new);
    }

    private static int call(PlainCommandLine.Command command, CommandContext context) {
        try {
            return command.call();
        } catch (RuntimeException | InterruptedException failure) {
            return new FailureReport(context).report(failure);
        }
    }
}
