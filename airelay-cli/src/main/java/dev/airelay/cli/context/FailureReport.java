package dev.airelay.cli.context;

import dev.airelay.auth.issuer.IssuerException;
import dev.airelay.auth.login.LoginException;
import dev.airelay.auth.login.LoginFailure;
import dev.airelay.auth.session.AuthException;
import dev.airelay.base.FileFailures;
import dev.airelay.config.ConfigException;
import dev.airelay.config.NearestName;
import dev.airelay.server.ExitStatus;
import dev.airelay.server.StartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reports failures to the user: lines that begin with {@code airelay:}, and a stack trace only when asked for. */
public final class FailureReport implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private static final String OF_THE_LIBRARY = "Error: ";

    private final CommandContext context;
    private final SharedOptions shared;

    public FailureReport(CommandContext context) {
        this.context = context;
        this.shared = context.shared();
    }

    @Override
    public int handleParseException(ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        context.error(oneLine(what(wrong)) + " Run '" + context.commandName() + name.substring("airelay".length())
                + " --help' to see what it takes.");
        return ExitStatus.USAGE.code();
    }

    /** The library has words of its own for each of these. */
    private static String what(ParameterException wrong) {
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched);
        }
        ArgSpec argument = wrong.getArgSpec();
        if (wrong instanceof MissingParameterException missing) {
            ArgSpec first = missing.getMissing().isEmpty()
                    ? argument
                    : missing.getMissing().get(0);
            return first == null ? "Something is missing." : missing(first);
        }
        String message = String.valueOf(wrong.getMessage());
        // The library begins some of its messages with its own prefix.
        String said = message.startsWith(OF_THE_LIBRARY) ? message.substring(OF_THE_LIBRARY.length()) : message;
        int names = said.indexOf(" are ");
        if (wrong instanceof MutuallyExclusiveArgsException && names > 0) {
            return said.substring(0, names).replace(", ", " and ") + " exclude each other. Use one of them.";
        }
        int reason = said.indexOf(": ");
        if (argument instanceof OptionSpec option && reason > 0) {
            return option.longestName() + " " + said.substring(reason + 2) + ".";
        }
        return said + ".";
    }

    private static String missing(ArgSpec argument) {
        return argument instanceof OptionSpec option
                ? "Option " + option.longestName() + " needs a value: " + option.longestName() + " "
                        + option.paramLabel() + "."
                : argument.paramLabel() + " is missing.";
    }

    private static String unmatched(UnmatchedArgumentException wrong) {
        String first = wrong.getUnmatched().get(0);
        CommandLine command = wrong.getCommandLine();
        List<String> known = new ArrayList<>();
        String kind;
        String typed = first;
        if (first.startsWith("-")) {
            kind = "Unknown option";
            typed = first.contains("=") ? first.substring(0, first.indexOf('=')) : first;
            command.getCommandSpec().options().forEach(option -> known.addAll(List.of(option.names())));
        } else if (command.getSubcommands().isEmpty()) {
            kind = "Unexpected argument";
        } else {
            kind = "Unknown command";
            known.addAll(command.getSubcommands().keySet());
        }
        return kind + " '" + typed + "'."
                + NearestName.of(typed, known)
                        .map(near -> " Did you mean " + near + "?")
                        .orElse("");
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        return report(failure);
    }

    /** Reports a failure and returns the exit code. */
    public int report(Exception failure) {
        message(failure).lines().forEach(context::error);
        if (shared.debug()) {
            failure.printStackTrace(context.err());
        }
        return status(failure).code();
    }

    private String message(Exception failure) {
        if (expected(failure)) {
            return String.valueOf(failure.getMessage());
        }
        if (failure instanceof IOException || failure instanceof UncheckedIOException) {
            return "Input or output failed: " + FileFailures.words(failure) + ". Add --debug for the details.";
        }
        return shared.debug()
                ? "Internal error:"
                : "Internal error. This is a bug in AIRelay. Add --debug for the details.";
    }

    private static boolean expected(Exception failure) {
        return failure instanceof CommandFailure
                || failure instanceof ConfigException
                || failure instanceof StartException
                || failure instanceof LoginException
                || failure instanceof IssuerException
                || failure instanceof AuthException;
    }

    private static ExitStatus status(Exception failure) {
        if (failure instanceof CommandFailure known) {
            return known.status();
        }
        if (failure instanceof StartException hindered) {
            return hindered.status();
        }
        if (failure instanceof ConfigException wrong) {
            return ExitStatus.of(wrong);
        }
        if (failure instanceof LoginException ended) {
            return status(ended.failure());
        }
        if (failure instanceof IssuerException refused) {
            return refused.kind() == IssuerException.Kind.TRANSIENT ? ExitStatus.TRY_AGAIN : ExitStatus.SIGNED_OUT;
        }
        if (failure instanceof AuthException session) {
            // A session that another process holds may be free the next time.
            return session.lasting() ? ExitStatus.SIGNED_OUT : ExitStatus.TRY_AGAIN;
        }
        return ExitStatus.FAILURE;
    }

    private static ExitStatus status(LoginFailure why) {
        return switch (why) {
            case CANCELLED -> ExitStatus.FAILURE;
            case TIMED_OUT, DEVICE_CODE_EXPIRED -> ExitStatus.TRY_AGAIN;
            case PORTS_BUSY -> ExitStatus.UNAVAILABLE;
            case DENIED, NO_ENTITLEMENT, NO_CODE, WORKSPACE_RESTRICTION, NO_ACCOUNT -> ExitStatus.SIGNED_OUT;
        };
    }

    private static String oneLine(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining(" "));
    }
}
