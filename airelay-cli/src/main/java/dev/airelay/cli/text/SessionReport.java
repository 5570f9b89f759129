package dev.airelay.cli.text;

import dev.airelay.auth.session.SessionStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The upstream session for programs and for people. */
public record SessionReport(SessionStatus session) {

    public ObjectNode json() {
        return Json.tree(session);
    }

    public void print(Page page) {
        page.section("ChatGPT Session")
                .flag("Ready", session.readyForRequests(), TextStyle.WARN)
                .flag("Authenticated", session.authenticated(), TextStyle.WARN)
                .flag("Account bound", session.accountBound(), TextStyle.WARN)
                .field("Email", session.email())
                .field("Plan", session.planType())
                .field("Account ID", session.accountId())
                .field("Last renewed", lastRenewed())
                .field("Storage mode", session.storageMode())
                .field("Session file", session.authStorePath());
    }

    /** Returns the place of the session: with automatic storage, the file exists only if the keyring was of no use. */
    public String place() {
        return session.keyringService() == null || Files.exists(Path.of(session.authStorePath()))
                ? "in a file"
                : "in the keyring";
    }

    private @Nullable Instant lastRenewed() {
        Instant time = session.lastRefresh();
        return time == null ? null : time.truncatedTo(ChronoUnit.SECONDS);
    }
}
