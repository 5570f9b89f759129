package dev.airelay.cli.command;

import dev.airelay.cli.context.CommandContext;
import dev.airelay.cli.text.Json;
import dev.airelay.server.ExitStatus;
import dev.airelay.server.RelayVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the version. */
@Command(
        name = "version",
        description = "Show the version.",
        footer = {"airelay version", "airelay version --json"})
final class VersionCommand implements PlainCommandLine.Command {
    private final CommandContext context;

    @Option(names = "--json", description = "Print JSON, with the version of Java and the system.")
    private boolean json;

    VersionCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public boolean set(String option) {
        json |= option.equals("--json");
        return option.equals("--json") || option.equals("--version") || option.equals("-V");
    }

    @Override
    public Integer call() {
        if (json) {
            context.print(Json.object()
                    .put("version", RelayVersion.current())
                    .put("java", System.getProperty("java.version"))
                    .put("os", System.getProperty("os.name"))
                    .put("arch", System.getProperty("os.arch")));
        } else {
            context.line("airelay " + RelayVersion.current());
        }
        return ExitStatus.OK.code();
    }
}
