package dev.airelay.emulator.control;

import dev.airelay.emulator.api.IssuedTokens;
import dev.airelay.emulator.api.IssuerCounts;
import dev.airelay.emulator.api.IssuerOptions;
import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.IncomingRequest;
import dev.airelay.emulator.http.Refusal;
import dev.airelay.emulator.http.RefusedException;
import dev.airelay.emulator.issuer.IssuerState;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The control paths of the login server and of the clock. */
public final class IssuerControl {
    private final IssuerState state;
    private final EmulatorClock clock;

    /** The control paths of that login server and that clock. */
    public IssuerControl(IssuerState state, EmulatorClock clock) {
        this.state = state;
        this.clock = clock;
    }

    /** Answers one control path by filling the reply. */
    void answer(IncomingRequest request, String name, ObjectNode reply) throws RefusedException {
        switch (request.method() + " " + name) {
            case "GET issuer" -> describe(reply);
            case "POST issuer" -> {
                change(body(request));
                describe(reply);
            }
            case "POST issuer/sign-in" -> tokens(reply, state.signIn());
            case "POST issuer/approve-device" -> {
                String code = Json.string(body(request), "user_code");
                reply.put("approved", state.approveDevice(code));
            }
            case "POST issuer/revoke-all" -> state.revokeAll();
            case "POST issuer/expire-refresh-tokens" -> state.expireRefreshTokens();
            case "GET clock" -> reply.put("now", clock.instant().toString());
            case "POST clock" -> reply.put("now", advance(body(request)));
            default -> throw new RefusedException(Refusal.detail(404, "Not Found"));
        }
    }

    private void describe(ObjectNode reply) {
        IssuerCounts counts = state.counts();
        reply.set("options", IssuerSettings.write(state.options()));
        state.waitingUserCodes().forEach(reply.putArray("waiting_user_codes")::add);
        reply.putObject("counts")
                .put("authorize", counts.authorize())
                .put("exchange", counts.exchange())
                .put("refresh", counts.refresh())
                .put("usercode", counts.usercode())
                .put("poll", counts.poll())
                .put("revoke", counts.revoke())
                .put("rotations", counts.rotations())
                .put("reuses", counts.reuses());
    }

    private void change(ObjectNode changes) throws RefusedException {
        try {
            IssuerOptions changed = IssuerSettings.read(state.options(), changes);
            state.change(before -> changed);
        } catch (IllegalArgumentException wrong) {
            throw new RefusedException(Refusal.detail("Emulator issuer: " + wrong.getMessage()));
        }
    }

    private String advance(ObjectNode body) throws RefusedException {
        JsonNode seconds = body.path("advance_seconds");
        if (!seconds.isIntegralNumber()) {
            throw new RefusedException(Refusal.detail("advance_seconds must be a whole number, was " + seconds));
        }
        clock.advance(Duration.ofSeconds(seconds.longValue()));
        return clock.instant().toString();
    }

    private static void tokens(ObjectNode reply, IssuedTokens tokens) {
        reply.put("id_token", tokens.idToken())
                .put("access_token", tokens.accessToken())
                .put("refresh_token", tokens.refreshToken())
                .put("account_id", tokens.accountId());
    }

    private static ObjectNode body(IncomingRequest request) throws RefusedException {
        return Json.read(request.body())
                .filter(JsonNode::isObject)
                .map(ObjectNode.class::cast)
                .orElseThrow(() -> new RefusedException(Refusal.detail("The body must be a JSON object")));
    }
}
