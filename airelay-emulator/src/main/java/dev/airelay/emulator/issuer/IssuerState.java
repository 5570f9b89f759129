package dev.airelay.emulator.issuer;

import dev.airelay.emulator.api.IssuedTokens;
import dev.airelay.emulator.api.IssuerCounts;
import dev.airelay.emulator.api.IssuerOptions;
import dev.airelay.emulator.api.TokenLifetimes;
import dev.airelay.emulator.common.Ids;
import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.http.Headers;
import dev.airelay.emulator.http.ScriptedResponse;
import dev.airelay.emulator.http.Transport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** The tokens and codes that the login server has issued, and its options. Safe for concurrent use. */
public final class IssuerState {
    private static final String SCOPE = "openid profile email offline_access";

    private volatile IssuerOptions options;
    private final InstantSource clock;
    private final Ids ids;
    private final TokenMint mint;
    private final AuthorizationCodes codes = new AuthorizationCodes();
    private final RefreshTokens refreshTokens = new RefreshTokens();
    private final AccessTokens accessTokens = new AccessTokens();
    private final DeviceLogins deviceLogins = new DeviceLogins();
    private final IssuerCounters counters = new IssuerCounters();

    /** An login server that has issued nothing yet. */
    public IssuerState(IssuerOptions options, InstantSource clock, Ids ids) {
        this.options = options;
        this.clock = clock;
        this.ids = ids;
        this.mint = new TokenMint(ids);
    }

    /** The options as they are now. */
    public IssuerOptions options() {
        return options;
    }

    /** Changes the options; issued tokens and codes keep theirs. */
    public synchronized void change(UnaryOperator<IssuerOptions> change) {
        options = change.apply(options);
    }

    Instant now() {
        return clock.instant();
    }

    Ids ids() {
        return ids;
    }

    AuthorizationCodes codes() {
        return codes;
    }

    RefreshTokens refreshTokens() {
        return refreshTokens;
    }

    /** The access tokens issued so far. */
    public AccessTokens accessTokens() {
        return accessTokens;
    }

    DeviceLogins deviceLogins() {
        return deviceLogins;
    }

    /** The counters of its requests. */
    public IssuerCounters counters() {
        return counters;
    }

    /** Signs the account of the options in without any request. */
    public IssuedTokens signIn() {
        return issue(session(SCOPE), new LoginOverrides());
    }

    /** The requests counted so far. */
    public IssuerCounts counts() {
        return counters.counts();
    }

    /** The user codes of device logins that nobody has approved yet, oldest first. */
    public List<String> waitingUserCodes() {
        return deviceLogins.waiting(now());
    }

    /** Approves the device login of a user code; false when the code is unknown or expired. */
    public boolean approveDevice(String userCode) {
        return deviceLogins.approve(userCode, now());
    }

    /** Ends every session with its tokens. */
    public void revokeAll() {
        refreshTokens.endAll(RefreshTokens.State.REVOKED);
        accessTokens.revokeAll();
    }

    /** Expires every refresh token. */
    public void expireRefreshTokens() {
        refreshTokens.endAll(RefreshTokens.State.EXPIRED);
    }

    /** A new session of the account the options name. */
    LoginSession session(String scope) {
        return new LoginSession(ids.tokenId(), options().account(), scope);
    }

    /** A new code, to be exchanged with that redirect and the verifier of that challenge. */
    String code(LoginSession session, String redirectUri, String challenge) {
        String code = ids.authorizationCode();
        Instant end = now().plus(options().lifetimes().code());
        codes.add(code, new AuthorizationCodes.Grant(session, redirectUri, challenge, end));
        return code;
    }

    /** New tokens, known from now on; scripts may have changed them. */
    IssuedTokens issue(LoginSession session, LoginOverrides overrides) {
        TokenVariation variation = overrides.variation();
        LoginSession owner =
                new LoginSession(session.id(), variation.account().apply(session.account()), session.scope());
        TokenLifetimes lifetimes = overrides.lifetimes(options().lifetimes());
        Instant now = now();
        String access = mint.accessToken(owner, variation, now, lifetimes.access());
        String id = mint.idToken(owner, variation, now, lifetimes.id(), access);
        String refresh = ids.refreshToken();
        accessTokens.add(access, owner, now.plus(lifetimes.access()));
        refreshTokens.add(refresh, owner, now, lifetimes.refresh());
        return new IssuedTokens(id, access, refresh, owner.account().accountId());
    }

    /** The token reply, without the fields a script took away. */
    ScriptedResponse reply(IssuedTokens tokens, LoginSession session, LoginOverrides overrides) {
        Duration access = overrides.lifetimes(options().lifetimes()).access();
        ObjectNode body = Json.object()
                .put("id_token", tokens.idToken())
                .put("access_token", tokens.accessToken())
                .put("refresh_token", tokens.refreshToken())
                .put("token_type", "Bearer")
                .put("expires_in", access.toSeconds())
                .put("scope", session.scope());
        for (String field :
                body.propertyNames().stream().filter(overrides::omits).toList()) {
            body.remove(field);
        }
        return ScriptedResponse.json(200, body, Transport.paced(Duration.ZERO))
                .withHeaders(Headers.of("cache-control", "no-store"));
    }
}
