package dev.airelay.emulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** What the issuer has handed out and how it is to behave now. Safe for concurrent use. */
final class IssuerState {
    private volatile IssuerOptions options;
    private final InstantSource clock;
    private final Ids ids;
    private final TokenMint mint;
    private final AuthorizationCodes codes = new AuthorizationCodes();
    private final RefreshTokens refreshTokens = new RefreshTokens();
    private final AccessTokens accessTokens = new AccessTokens();
    private final DeviceLogins deviceLogins = new DeviceLogins();
    private final IssuerCounters counters = new IssuerCounters();

    IssuerState(IssuerOptions options, InstantSource clock, Ids ids) {
        this.options = options;
        this.clock = clock;
        this.ids = ids;
        this.mint = new TokenMint(ids);
    }

    IssuerOptions options() {
        return options;
    }

    synchronized void change(UnaryOperator<IssuerOptions> change) {
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

    AccessTokens accessTokens() {
        return accessTokens;
    }

    DeviceLogins deviceLogins() {
        return deviceLogins;
    }

    IssuerCounters counters() {
        return counters;
    }

    /** A new sign-in of the account the options name. */
    Sitting sitting(String scope) {
        return new Sitting(ids.tokenId(), options().account(), scope);
    }

    /** A new code, to be exchanged with that redirect and the verifier of that challenge. */
    String code(Sitting sitting, String redirectUri, String challenge) {
        String code = ids.authorizationCode();
        Instant end = now().plus(options().lifetimes().code());
        codes.add(code, new AuthorizationCodes.Grant(sitting, redirectUri, challenge, end));
        return code;
    }

    /** New tokens, known from now on; scripts may have wished them to be unusual. */
    IssuedTokens issue(Sitting sitting, LoginWishes wishes) {
        TokenVariation variation = wishes.variation();
        Sitting owner = new Sitting(sitting.id(), variation.account().apply(sitting.account()), sitting.scope());
        TokenLifetimes lifetimes = wishes.lifetimes(options().lifetimes());
        Instant now = now();
        String access = mint.accessToken(owner, variation, now, lifetimes.access());
        String id = mint.idToken(owner, variation, now, lifetimes.id(), access);
        String refresh = ids.refreshToken();
        accessTokens.add(access, owner, now.plus(lifetimes.access()));
        refreshTokens.add(refresh, owner, now, lifetimes.refresh());
        return new IssuedTokens(id, access, refresh, owner.account().accountId());
    }

    /** The token reply, without the fields a script took away. */
    Performance reply(IssuedTokens tokens, Sitting sitting, LoginWishes wishes) {
        Duration access = wishes.lifetimes(options().lifetimes()).access();
        ObjectNode body = Json.object()
                .put("id_token", tokens.idToken())
                .put("access_token", tokens.accessToken())
                .put("refresh_token", tokens.refreshToken())
                .put("token_type", "Bearer")
                .put("expires_in", access.toSeconds())
                .put("scope", sitting.scope());
        for (String field : body.propertyNames().stream().filter(wishes::omits).toList()) {
            body.remove(field);
        }
        return Performance.json(200, body, Transport.paced(Duration.ZERO))
                .withHeaders(Headers.of("cache-control", "no-store"));
    }
}
