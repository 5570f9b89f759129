package dev.airelay.emulator.backend;

import dev.airelay.emulator.api.EmulatedAccount;
import dev.airelay.emulator.check.Credentials;
import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.fault.FaultContext;
import dev.airelay.emulator.fault.ResponseEffect;
import dev.airelay.emulator.http.Endpoint;
import dev.airelay.emulator.http.IncomingRequest;
import dev.airelay.emulator.http.RefusedException;
import dev.airelay.emulator.http.ScriptedResponse;
import dev.airelay.emulator.http.Transport;
import dev.airelay.emulator.script.Script;
import dev.airelay.emulator.script.ScriptCall;
import dev.airelay.emulator.script.ScriptTarget;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code GET /backend-api/wham/accounts/check}: the account's workspace and its routing. Codex reads it before its first
 * turn, and runs no turn if that fails.
 */
public final class AccountsEndpoint implements Endpoint {
    private static final String ACCOUNTS = "accounts";
    private static final String ORIGIN = "workspace_backend_origin";
    private static final String OVERRIDE = "account_routing_override";

    private final Credentials credentials;

    /** An endpoint that reports the workspace whose headers those credentials demand. */
    public AccountsEndpoint(Credentials credentials) {
        this.credentials = credentials;
    }

    @Override
    public ScriptedResponse answer(IncomingRequest request) throws RefusedException {
        credentials.check(request);
        String id = request.header("chatgpt-account-id");
        ObjectNode reply = Json.object();
        reply.putArray("account_ordering").add(id);
        reply.put("default_account_id", id)
                .putArray(ACCOUNTS)
                .addObject()
                .put("id", id)
                .put("plan_type", EmulatedAccount.standard().plan())
                .put("name", "Workspace of the emulator")
                .put("structure", "personal")
                .put("account_user_role", "account-owner")
                .put("can_access_with_session", true)
                .put(ORIGIN, EmulatedAccount.NO_CONSTRAINT)
                .put(OVERRIDE, credentials.routingOverride(request));
        return ScriptedResponse.json(200, reply, Transport.paced(Duration.ZERO));
    }

    /** The script that changes which workspaces are reported. */
    public static List<Script> scripts() {
        return List.of(Script.of(
                "workspace",
                "Reports the account's workspace otherwise; turns demand no other header for it.",
                Map.of(
                        "select", "missing (no such workspace) or twice",
                        "override", "another account_routing_override, known or not; none reports null",
                        "origin", "another workspace_backend_origin, such as https://elsewhere.invalid"),
                ScriptTarget.ACCOUNTS,
                (ResponseEffect) AccountsEndpoint::changed));
    }

    private static ScriptedResponse changed(ScriptedResponse response, ScriptCall call, FaultContext context) {
        if (!(response.body() instanceof ScriptedResponse.Whole whole)
                || !(Json.read(whole.bytes()).orElse(null) instanceof ObjectNode reply)
                || !(reply.path(ACCOUNTS) instanceof ArrayNode accounts)
                || !(accounts.path(0) instanceof ObjectNode account)) {
            throw new IllegalArgumentException("workspace: the response lists no accounts; use it with on=accounts");
        }
        String override = call.text("override", account.path(OVERRIDE).stringValue(""));
        account.put(ORIGIN, call.text("origin", account.path(ORIGIN).stringValue("")))
                .put(OVERRIDE, override.equals("none") ? null : override);
        switch (call.oneOf("select", "once", Set.of("once", "missing", "twice"))) {
            case "missing" -> account.put("id", "acct-other");
            case "twice" -> accounts.add(account.deepCopy());
            default -> {}
        }
        return response.answering(response.status(), reply);
    }
}
