package dev.airelay.cli.command;

import dev.airelay.base.FileFailures;
import dev.airelay.server.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes the manual pages, for packages. */
@Command(name = "man-pages", hidden = true, description = "Write the manual pages to a directory.")
final class ManPagesCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(paramLabel = "DIR", description = "The directory; it is created if it is missing.")
    private Path directory = Path.of("");

    ManPagesCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Path target = context.absolute(directory);
        try {
            Files.createDirectories(target);
            for (Map.Entry<String, String> page :
                    new ManPages(CommandTree.of(context)).pages().entrySet()) {
                Files.writeString(target.resolve(page.getKey()), page.getValue());
            }
        } catch (IOException failed) {
            throw new CommandFailure(
                    ExitStatus.FAILURE, "Cannot write to " + target + ": " + FileFailures.words(failed), failed);
        }
        return ExitStatus.OK.code();
    }
}
