package dev.airelay.cli;

import dev.airelay.auth.SessionStatus;
import tools.jackson.databind.node.ObjectNode;

/** The upstream session for programs and for people. */
record SessionReport(SessionStatus session) {

    ObjectNode json() {
        return Json.tree(session);
    }

    void print(Page page) {
        page.section("Upstream Session")
                .flag("Ready", session.readyForRequests(), Tone.WARN)
                .flag("Authenticated", session.authenticated(), Tone.WARN)
                .flag("Account bound", session.accountBound(), Tone.WARN)
                .field("Email", session.email())
                .field("Plan", session.planType())
                .field("Account ID", session.accountId())
                .field("Last refresh", session.lastRefresh())
                .field("Storage mode", session.storageMode())
                .field("Auth store", session.authStorePath());
    }
}
