package dev.airelay.emulator.issuer;

import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.Endpoint;
import dev.airelay.emulator.http.IncomingRequest;
import dev.airelay.emulator.http.RefusedException;
import dev.airelay.emulator.http.ScriptedResponse;
import dev.airelay.emulator.http.Transport;
import dev.airelay.emulator.script.ScriptTarget;
import java.time.Duration;
import java.util.Set;

/**
 * {@code POST /oauth/revoke}: ends a token. A refresh token that is still valid ends its whole sign-in; one that was
 * exchanged before is only recorded as revoked. Unknown tokens are accepted, as RFC 7009 section 2.2 demands.
 */
final class RevokeEndpoint implements Endpoint {
    private static final Set<String> HINTS = Set.of("refresh_token", "access_token");

    private final IssuerState state;
    private final LoginStage stage;

    RevokeEndpoint(IssuerState state, LoginStage stage) {
        this.state = state;
        this.stage = stage;
    }

    @Override
    public ScriptedResponse answer(IncomingRequest http) throws RefusedException {
        return stage.play(ScriptTarget.REVOKE, LoginRequest.ofBody(http), this::revoke);
    }

    private ScriptedResponse revoke(LoginRequest request, LoginOverrides overrides) throws RefusedException {
        if (request.encoding() != LoginRequest.Encoding.JSON) {
            throw OAuthRefusal.invalidRequest("The body must be a JSON object of type application/json.");
        }
        OAuthRefusal.requireOnce(request, "token", "token_type_hint");
        String hint = request.field("token_type_hint");
        if (!HINTS.contains(hint)) {
            throw OAuthRefusal.plain(
                    400, "unsupported_token_type", "token_type_hint must be one of " + HINTS + ", was '" + hint + "'.");
        }
        if (hint.equals("refresh_token")) {
            OAuthRefusal.requireClient(request);
        }
        LoginSession ended = state.refreshTokens().revoke(request.field("token"));
        if (ended != null) {
            state.accessTokens().revokeAll(ended);
        }
        state.accessTokens().revoke(request.field("token"));
        return ScriptedResponse.json(200, Json.object(), Transport.paced(Duration.ZERO));
    }
}
