package dev.airelay.cli.command;

import dev.airelay.cli.context.CommandContext;
import dev.airelay.cli.context.SharedOptions;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Reads the command lines that are typed most without a model of all commands, which takes a third of the time of a start.
 * It takes options in their plainest form only, {@code --name}, {@code --name value} or {@code --name=value}, after or before
 * the command. Everything else, and every mistake, is left to picocli.
 */
final class PlainCommandLine {
    private final SharedOptions shared;
    private final CommandContext context;

    PlainCommandLine(SharedOptions shared, CommandContext context) {
        this.shared = shared;
        this.context = context;
    }

    /** A command that takes options by their names. */
    interface Command extends Callable<Integer> {
        /** Sets an option without a value; false when there is none of this name. */
        boolean set(String option);

        @Override
        Integer call() throws InterruptedException;

        /** Sets an option to a value; false when there is none of this name that takes one. */
        default boolean set(String option, String value) {
            return false;
        }
    }

    /** Returns the command with its options, ready to be called; empty when picocli has to read the line. */
    Optional<Command> read(String... arguments) {
        Optional<Command> found = command(arguments);
        if (found.isEmpty()) {
            return found;
        }
        Command command = found.get();
        int words = command instanceof TokenShowCommand ? 2 : arguments[0].equals("--version") ? 0 : 1;
        int i = 0;
        while (i < arguments.length) {
            String argument = arguments[i++];
            if (!argument.startsWith("-")) {
                // One of the words by which the command was found.
                words--;
                if (words < 0) {
                    return Optional.empty();
                }
                continue;
            }
            int equals = argument.indexOf('=');
            if (equals > 0) {
                if (!set(command, words == 0, argument.substring(0, equals), argument.substring(equals + 1))) {
                    return Optional.empty();
                }
            } else if (!(words == 0 && command.set(argument)) && !shared.set(argument)) {
                if (i == arguments.length
                        || arguments[i].startsWith("-")
                        || !set(command, words == 0, argument, arguments[i++])) {
                    return Optional.empty();
                }
            }
        }
        return words == 0 ? found : Optional.empty();
    }

    /** A command's own options stand behind its name. */
    private boolean set(Command command, boolean named, String option, String value) {
        return !value.isEmpty() && ((named && command.set(option, value)) || shared.set(option, value));
    }

    /** The command that is named first, wherever options stand. */
    private Optional<Command> command(String... arguments) {
        if (arguments.length == 1 && arguments[0].equals("--version")) {
            return Optional.of(new VersionCommand(context));
        }
        boolean token = false;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "serve" -> {
                    return Optional.of(new ServeCommand(context));
                }
                case "status" -> {
                    return Optional.of(new StatusCommand(context));
                }
                case "version" -> {
                    return Optional.of(new VersionCommand(context));
                }
                case "token" -> token = true;
                case "show" -> {
                    return token ? Optional.of(new TokenShowCommand(context)) : Optional.empty();
                }
                default -> {
                    // An option of all commands, which may take the next argument.
                    if (!arguments[i].startsWith("-")) {
                        return Optional.empty();
                    }
                    i += SharedOptions.takesValue(arguments[i]) ? 1 : 0;
                }
            }
        }
        return Optional.empty();
    }
}
