package dev.airelay.cli.command;

import dev.airelay.auth.issuer.Revocation;
import dev.airelay.auth.session.SignOut;
import dev.airelay.cli.context.CommandContext;
import dev.airelay.cli.context.CommandFailure;
import dev.airelay.cli.text.Json;
import dev.airelay.cli.text.Page;
import dev.airelay.config.ConfigSources;
import dev.airelay.config.RelayConfig;
import dev.airelay.server.ExitStatus;
import dev.airelay.server.SessionAccess;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Ends the session at the issuer, as far as it answers, and deletes it here in any case. */
@Command(
        name = "logout",
        description = "Sign out: end the ChatGPT session and delete it from this machine.",
        footer = {"airelay logout", "airelay logout --json"})
final class LogoutCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    LogoutCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        ConfigSources sources = context.sources();
        RelayConfig config = context.quietState(sources).config();
        SignOut.Outcome outcome;
        try (SessionAccess access = SessionAccess.open(config, sources.environment())) {
            outcome = new SignOut(access.storage()).run(access.issuer()::revoke);
        }
        if (json) {
            context.print(document(outcome));
        } else {
            print(outcome);
        }
        outcome.left().ifPresent(left -> {
            throw new CommandFailure(ExitStatus.FAILURE, left, null);
        });
        return ExitStatus.OK.code();
    }

    private static ObjectNode document(SignOut.Outcome outcome) {
        return Json.object()
                .put("deleted", outcome.existed() && outcome.left().isEmpty())
                .put("revoked", outcome.revocation().map(Revocation::confirmed).orElse(false))
                .put("revocation", outcome.revocation().map(Revocation::detail).orElse(null));
    }

    private void print(SignOut.Outcome outcome) {
        Page page = context.page();
        if (!outcome.existed()) {
            page.line("You were not signed in.");
            return;
        }
        if (outcome.left().isEmpty()) {
            page.line("Signed out. The session was deleted from this machine.");
        }
        outcome.revocation().filter(result -> !result.confirmed()).ifPresent(result -> {
            context.warn(result.detail()
                    + " To make sure that the session has ended, look in ChatGPT's settings under Security.");
        });
    }
}
