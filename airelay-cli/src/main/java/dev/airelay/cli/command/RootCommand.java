package dev.airelay.cli.command;

import dev.airelay.server.RelayVersion;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The airelay command itself, which does nothing without one of its subcommands. */
@Command(
        name = "airelay",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = RootCommand.VersionLine.class,
        usageHelpAutoWidth = true,
        abbreviateSynopsis = true,
        description = "A local server that speaks the OpenAI API and answers from your ChatGPT subscription.",
        synopsisSubcommandLabel = "COMMAND")
final class RootCommand implements Callable<Integer> {
    @Mixin
    private final SharedOptions shared;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command is called
    private CommandSpec spec;

    RootCommand(SharedOptions shared) {
        this.shared = shared;
    }

    SharedOptions shared() {
        return shared;
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), missing(spec));
    }

    /** The message for a command that lacks its subcommand. */
    static String missing(CommandSpec spec) {
        return "Missing command. Choose one of: "
                + spec.subcommands().entrySet().stream()
                        .filter(command -> !command.getValue()
                                .getCommandSpec()
                                .usageMessage()
                                .hidden())
                        .map(Map.Entry::getKey)
                        .collect(Collectors.joining(", "));
    }

    /** The output of {@code --version}. */
    static final class VersionLine implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"airelay " + RelayVersion.current()};
        }
    }
}
