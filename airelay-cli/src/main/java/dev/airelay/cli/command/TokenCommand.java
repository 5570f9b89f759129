package dev.airelay.cli.command;

import dev.airelay.cli.context.CommandContext;
import picocli.CommandLine.Command;

/** Holds the commands about the relay token. */
@Command(
        name = "token",
        synopsisSubcommandLabel = "COMMAND",
        description = "Show or replace the relay token.",
        footer = {"airelay token show --raw", "airelay token rotate"})
final class TokenCommand extends CommandGroup {
    TokenCommand(CommandContext context) {
        super(context);
    }
}
