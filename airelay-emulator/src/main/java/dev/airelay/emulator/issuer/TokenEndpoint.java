package dev.airelay.emulator.issuer;

import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.Endpoint;
import dev.airelay.emulator.http.IncomingRequest;
import dev.airelay.emulator.http.RefusedException;
import dev.airelay.emulator.http.ScriptedResponse;
import dev.airelay.emulator.http.Transport;
import dev.airelay.emulator.issuer.LoginRequest.Encoding;
import dev.airelay.emulator.issuer.RefreshTokens.Presented;
import dev.airelay.emulator.issuer.RefreshTokens.State;
import dev.airelay.emulator.script.ScriptTarget;
import java.time.Duration;

/** {@code POST /oauth/token}: the three grants a client of the login server uses. */
final class TokenEndpoint implements Endpoint {
    private static final String TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static final String ID_TOKEN_TYPE = "urn:ietf:params:oauth:token-type:id_token";
    private static final String DEVICE_CALLBACK = "/deviceauth/callback";

    private final IssuerState state;
    private final LoginStage stage;

    TokenEndpoint(IssuerState state, LoginStage stage) {
        this.state = state;
        this.stage = stage;
    }

    @Override
    public ScriptedResponse answer(IncomingRequest http) throws RefusedException {
        LoginRequest request = LoginRequest.ofBody(http);
        return switch (request.field("grant_type")) {
            case "authorization_code" -> stage.play(ScriptTarget.EXCHANGE, request, this::exchange);
            case "refresh_token" -> stage.play(ScriptTarget.REFRESH, request, this::refresh);
            case TOKEN_EXCHANGE -> stage.play(ScriptTarget.API_KEY, request, this::apiKey);
            case "" ->
                throw OAuthRefusal.invalidRequest(
                        "grant_type is missing; the body must be a form or, for a refresh, a JSON object.");
            default ->
                throw OAuthRefusal.plain(
                        400,
                        "unsupported_grant_type",
                        "The grant '" + request.field("grant_type") + "' is not supported.");
        };
    }

    private ScriptedResponse exchange(LoginRequest request, LoginOverrides overrides) throws RefusedException {
        requireForm(request);
        OAuthRefusal.requireClient(request);
        OAuthRefusal.requireOnce(request, "code", "redirect_uri", "code_verifier");
        String code = request.field("code");
        String verifier = request.field("code_verifier");
        if (!verifier.matches("[A-Za-z0-9._~-]{43,128}")) {
            throw OAuthRefusal.invalidGrant("code_verifier must be 43 to 128 unreserved characters.");
        }
        var refusal = state.codes().refusal(code, registered(request), verifier, state.now());
        if (refusal.isPresent()) {
            throw OAuthRefusal.invalidGrant(refusal.get());
        }
        LoginSession session = state.codes()
                .session(code)
                .orElseThrow(() -> OAuthRefusal.invalidGrant("The authorization code is unknown."));
        return state.reply(state.issue(session, overrides), session, overrides);
    }

    /** The redirect as codes know it: a device login's is the path alone, since the login server has several names. */
    private static String registered(LoginRequest request) {
        String redirect = request.field("redirect_uri");
        boolean ofDevice = redirect.equals("http://" + request.http().header("host") + DEVICE_CALLBACK);
        return ofDevice ? DEVICE_CALLBACK : redirect;
    }

    private ScriptedResponse refresh(LoginRequest request, LoginOverrides overrides) throws RefusedException {
        OAuthRefusal.requireClient(request);
        OAuthRefusal.requireOnce(request, "refresh_token");
        boolean keep = overrides.omits("refresh_token");
        Presented presented = state.refreshTokens().present(request.field("refresh_token"), keep, state.now());
        LoginSession session = presented.session();
        if (session == null) {
            throw OAuthRefusal.nested(401, "invalid_grant", "The refresh token is unknown.");
        }
        if (presented.state() == State.USED) {
            state.counters().reuse();
        }
        switch (presented.state()) {
            case USED -> throw RefreshRefusal.of(RefreshRefusal.REUSED);
            case REVOKED -> throw RefreshRefusal.of(RefreshRefusal.INVALIDATED);
            case EXPIRED -> throw RefreshRefusal.of(RefreshRefusal.EXPIRED);
            default -> {}
        }
        if (!keep) {
            state.counters().rotation();
        }
        return state.reply(state.issue(session, overrides), session, overrides);
    }

    private ScriptedResponse apiKey(LoginRequest request, LoginOverrides overrides) throws RefusedException {
        requireForm(request);
        OAuthRefusal.requireClient(request);
        OAuthRefusal.requireOnce(request, "requested_token", "subject_token", "subject_token_type");
        if (!request.field("requested_token").equals("openai-api-key")
                || !request.field("subject_token_type").equals(ID_TOKEN_TYPE)) {
            throw OAuthRefusal.invalidRequest("An id token can be exchanged for an openai-api-key and nothing else.");
        }
        return ScriptedResponse.json(
                200, Json.object().put("access_token", state.ids().apiKey()), Transport.paced(Duration.ZERO));
    }

    private static void requireForm(LoginRequest request) throws RefusedException {
        if (request.encoding() != Encoding.FORM) {
            throw OAuthRefusal.invalidRequest("This grant needs a body of type application/x-www-form-urlencoded.");
        }
    }
}
