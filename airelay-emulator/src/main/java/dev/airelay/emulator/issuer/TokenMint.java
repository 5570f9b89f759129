package dev.airelay.emulator.issuer;

import dev.airelay.emulator.api.EmulatedAccount;
import dev.airelay.emulator.common.Ids;
import dev.airelay.emulator.common.Json;
import dev.airelay.emulator.issuer.TokenVariation.AccountPlace;
import dev.airelay.emulator.issuer.TokenVariation.Audience;
import dev.airelay.emulator.issuer.TokenVariation.Expiry;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the two JWTs of a sign-in, with every claim the real ones carry. */
final class TokenMint {
    private static final String ISSUER = "https://emulator.invalid";
    private static final String API_AUDIENCE = "https://api.openai.com/v1";
    private static final String PROFILE_CLAIM = "https://api.openai.com/profile";
    private static final Duration SUBSCRIBED = Duration.ofDays(30);

    private final Ids ids;

    TokenMint(Ids ids) {
        this.ids = ids;
    }

    String accessToken(LoginSession session, TokenVariation variation, Instant now, Duration lifetime) {
        EmulatedAccount account = session.account();
        ObjectNode claims = common(account, now);
        audience(claims, API_AUDIENCE, variation.audience());
        claims.put("client_id", LoginClient.ID).put("nbf", now.getEpochSecond()).put("sid", session.id());
        expiry(claims, variation.expiry(), now.plus(lifetime));
        ArrayNode scopes = claims.putArray("scp");
        session.scopes().forEach(scopes::add);
        claims.putObject(PROFILE_CLAIM).put("email", account.email()).put("email_verified", true);
        if (variation.place() == AccountPlace.TOP) {
            claims.put(BearerToken.ACCOUNT_CLAIM, account.accountId());
        }
        if (variation.place() == AccountPlace.BOTH || variation.place() == AccountPlace.ACCESS) {
            auth(claims, account).put(BearerToken.ACCOUNT_CLAIM, account.accountId());
        }
        return Jwt.unsigned(claims, variation.padded());
    }

    String idToken(LoginSession session, TokenVariation variation, Instant now, Duration lifetime, String accessToken) {
        EmulatedAccount account = session.account();
        ObjectNode claims = common(account, now);
        audience(claims, LoginClient.ID, variation.audience());
        claims.put("sid", session.id())
                .put("auth_provider", "password")
                .put("auth_time", now.getEpochSecond())
                .put("at_hash", Jwt.halfHash(accessToken))
                .put("exp", now.plus(lifetime).getEpochSecond());
        if (variation.email()) {
            claims.put("email", account.email()).put("email_verified", true);
        }
        if (variation.place() == AccountPlace.TOP) {
            claims.put(BearerToken.ACCOUNT_CLAIM, account.accountId());
        } else if (variation.place() != AccountPlace.NONE) {
            boolean named = variation.place() == AccountPlace.BOTH;
            boolean byOrganization = variation.place() == AccountPlace.ORGANIZATIONS;
            memberships(auth(claims, account), account, byOrganization ? account.accountId() : "org-emulator", now);
            if (named) {
                ((ObjectNode) claims.path(BearerToken.AUTH_CLAIM)).put(BearerToken.ACCOUNT_CLAIM, account.accountId());
            }
        }
        return Jwt.unsigned(claims, variation.padded());
    }

    private ObjectNode common(EmulatedAccount account, Instant now) {
        return Json.object()
                .put("iss", ISSUER)
                .put("sub", "auth0|" + account.userId())
                .put("iat", now.getEpochSecond())
                .put("jti", ids.tokenId());
    }

    private static void audience(ObjectNode claims, String audience, Audience form) {
        if (form == Audience.TEXT) {
            claims.put("aud", audience);
        } else {
            claims.putArray("aud").add(audience);
        }
    }

    private static void expiry(ObjectNode claims, Expiry form, Instant end) {
        switch (form) {
            case NUMBER -> claims.put("exp", end.getEpochSecond());
            case TEXT -> claims.put("exp", end.toString());
            case NONE -> {}
        }
    }

    private static ObjectNode auth(ObjectNode claims, EmulatedAccount account) {
        ObjectNode auth = claims.putObject(BearerToken.AUTH_CLAIM)
                .put("chatgpt_plan_type", account.plan())
                .put("chatgpt_user_id", account.userId())
                .put("user_id", account.userId());
        return account.residency().isEmpty() ? auth : auth.put(BearerToken.RESIDENCY_CLAIM, account.residency());
    }

    /** Claims of the ID token alone: organizations, groups and the subscription's dates. */
    private static void memberships(ObjectNode auth, EmulatedAccount account, String organization, Instant now) {
        auth.put("organization_id", organization)
                .put("project_id", "proj-emulator")
                .put("completed_platform_onboarding", true)
                .put("is_org_owner", true)
                .put("chatgpt_subscription_active_start", now.minus(SUBSCRIBED).toString())
                .put("chatgpt_subscription_active_until", now.plus(SUBSCRIBED).toString())
                .put("chatgpt_subscription_last_checked", now.toString())
                .put("chatgpt_account_is_fedramp", false);
        auth.putArray("organizations")
                .addObject()
                .put("id", organization)
                .put("is_default", true)
                .put("role", "owner")
                .put("title", "Workspace of " + account.userId());
        auth.putArray("groups");
    }
}
