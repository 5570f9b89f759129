package dev.airelay.cli.command;

import dev.airelay.cli.context.CommandContext;
import dev.airelay.cli.text.Json;
import dev.airelay.server.ExitStatus;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists the models that clients can ask for. */
@Command(
        name = "models",
        description = "List the models that clients can request, one on each line.",
        footer = {"airelay models", "airelay models --json"})
final class ModelsCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    ModelsCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<String> models = new AccountFacts(context).models();
        if (json) {
            ObjectNode document = Json.object();
            ArrayNode list = document.putArray("models");
            models.forEach(list::add);
            context.print(document);
        } else {
            models.forEach(context::line);
        }
        return ExitStatus.OK.code();
    }
}
