package dev.airelay.cli.command;

import dev.airelay.cli.context.CommandContext;
import dev.airelay.cli.relay.PlanWindows;
import dev.airelay.cli.text.Page;
import dev.airelay.cli.text.TextStyle;
import dev.airelay.cli.text.TimeText;
import dev.airelay.server.ExitStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Shows what is left of the plan. */
@Command(
        name = "usage",
        description = "Show what is left of your plan, and when it resets.",
        footer = {"airelay usage", "airelay usage --json"})
final class UsageCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(names = "--json", description = "Print JSON, in the form of GET /v1/subscription/status.")
    private boolean json;

    UsageCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        ObjectNode usage = new AccountFacts(context).usage();
        if (json) {
            context.print(usage);
            return ExitStatus.OK.code();
        }
        TimeText times = context.times();
        Page page = context.page().within(context.width());
        JsonNode account = usage.path("account");
        page.head(
                "Plan " + account.path("plan_type").asString("unknown"),
                account.path("email").asString(""),
                TextStyle.PLAIN,
                "");
        page.line("");
        if (!new PlanWindows(times, context.unicode(), context.width()).printAll(page, usage.path("rate_limits"))) {
            page.labeled("Windows", "the upstream reports none", TextStyle.DIM, "");
        }
        JsonNode credits = usage.path("credits");
        if (credits.path("unlimited").booleanValue(false)) {
            page.line("").labeled("Credits", "unlimited", TextStyle.PLAIN, "");
        } else if (credits.path("balance").isString()) {
            page.line("").labeled("Credits", credits.path("balance").stringValue(), TextStyle.PLAIN, "");
        }
        if (usage.at("/source/stale").booleanValue(false)) {
            page.line("").line("These figures are older: the upstream cannot be reached now.");
        }
        return ExitStatus.OK.code();
    }
}
