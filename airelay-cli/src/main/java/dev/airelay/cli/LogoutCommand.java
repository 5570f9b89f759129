package dev.airelay.cli;

import dev.airelay.auth.Revocation;
import dev.airelay.auth.SignOut;
import dev.airelay.config.ConfigSources;
import dev.airelay.config.RelayConfig;
import dev.airelay.server.ExitStatus;
import dev.airelay.server.SessionAccess;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Ends the session at the issuer, as far as it answers, and deletes it here in any case. */
@Command(name = "logout", description = "Sign out: end the upstream session and delete it from this machine.")
final class LogoutCommand implements Callable<Integer> {
    private final Workplace workplace;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    LogoutCommand(Workplace workplace) {
        this.workplace = workplace;
    }

    @Override
    public Integer call() {
        ConfigSources sources = workplace.sources();
        RelayConfig config = workplace.state(sources).config();
        Optional<Revocation> revocation;
        SignOut.Outcome outcome;
        try (SessionAccess access = SessionAccess.open(config, sources.environment())) {
            SignOut signOut = new SignOut(access.storage());
            revocation = signOut.tokens().map(access.issuer()::revoke);
            // An interrupt must not keep the session on the disk: files cannot be deleted while it is pending.
            boolean interrupted = Thread.interrupted();
            outcome = signOut.delete();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        if (json) {
            workplace.print(document(outcome, revocation));
        } else {
            print(outcome, revocation);
        }
        outcome.left().ifPresent(left -> {
            throw new CommandFailure(ExitStatus.FAILURE, left, null);
        });
        return ExitStatus.OK.code();
    }

    private static ObjectNode document(SignOut.Outcome outcome, Optional<Revocation> revocation) {
        return Json.object()
                .put("deleted", outcome.existed() && outcome.left().isEmpty())
                .put("revoked", revocation.map(Revocation::confirmed).orElse(false))
                .put("revocation", revocation.map(Revocation::detail).orElse(null));
    }

    private void print(SignOut.Outcome outcome, Optional<Revocation> revocation) {
        Page page = workplace.page();
        if (!outcome.existed()) {
            page.line("Nobody was signed in.");
            return;
        }
        if (outcome.left().isEmpty()) {
            page.line("Signed out; the session is deleted from this machine.");
        }
        revocation.filter(result -> !result.confirmed()).ifPresent(result -> {
            workplace.warn("the session could not be ended at the issuer: " + result.detail()
                    + "; end it in ChatGPT's settings under Security if that matters");
        });
    }
}
