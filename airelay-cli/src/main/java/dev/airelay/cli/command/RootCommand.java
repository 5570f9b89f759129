package dev.airelay.cli.command;

import dev.airelay.cli.context.CommandContext;
import dev.airelay.cli.context.SharedOptions;
import dev.airelay.server.RelayVersion;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ScopeType;

/** The airelay command itself: without a subcommand it shows the state and the next step, as {@code status} does. */
@Command(
        name = "airelay",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = RootCommand.VersionLine.class,
        description = "A local server that speaks the OpenAI API and answers from your ChatGPT subscription.",
        footer = {"airelay", "airelay serve --demo"},
        synopsisSubcommandLabel = "COMMAND")
final class RootCommand implements Callable<Integer> {
    @Mixin
    private final SharedOptions shared;

    private final CommandContext context;

    RootCommand(CommandContext context) {
        this.context = context;
        this.shared = context.shared();
    }

    SharedOptions shared() {
        return shared;
    }

    @Override
    public Integer call() throws InterruptedException {
        return new StatusCommand(context).call();
    }

    /** The output of {@code --version}. */
    static final class VersionLine implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"airelay " + RelayVersion.current()};
        }
    }
}
