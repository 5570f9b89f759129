package dev.airelay.emulator.issuer;

import dev.airelay.emulator.api.EmulatedAccount;
import dev.airelay.emulator.common.Json;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A bearer token and its claims, read without checking the signature; none if it is not a JWT. */
public record BearerToken(String text) {
    static final String AUTH_CLAIM = "https://api.openai.com/auth";
    static final String ACCOUNT_CLAIM = "chatgpt_account_id";
    static final String RESIDENCY_CLAIM = "chatgpt_compute_residency";
    private static final String SCHEME = "Bearer ";

    /** The token of an {@code Authorization} header; empty when there is none or it is not well-formed. */
    public static Optional<BearerToken> of(String authorization) {
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        String token = authorization.substring(SCHEME.length()).trim();
        return token.matches("[A-Za-z0-9._~+/=-]+") ? Optional.of(new BearerToken(token)) : Optional.empty();
    }

    /** An unsigned JWT with the claims the backend's clients read. */
    public static BearerToken unsigned(String accountId, Instant expiry) {
        ObjectNode claims = Json.object().put("iss", "https://emulator.invalid").put("exp", expiry.getEpochSecond());
        claims.putObject(AUTH_CLAIM)
                .put(ACCOUNT_CLAIM, accountId)
                .put("chatgpt_plan_type", EmulatedAccount.standard().plan())
                .put("chatgpt_user_id", EmulatedAccount.standard().userId());
        return new BearerToken(Jwt.unsigned(claims, false));
    }

    /** Whether the token has expired according to its claim; a token without readable expiry never does. */
    public boolean expiredAt(Instant now) {
        return claims().map(claims -> claims.path("exp"))
                .filter(JsonNode::isNumber)
                .map(exp -> exp.longValue() <= now.getEpochSecond())
                .orElse(false);
    }

    /** The account the token was issued for, if it says so. */
    public Optional<String> accountId() {
        return claims().map(claims -> Json.string(claims.path(AUTH_CLAIM), ACCOUNT_CLAIM))
                .filter(id -> !id.isEmpty());
    }

    /** The region that the token's workspace is bound to: by the auth claim first, else by the token's root. */
    public Optional<String> residency() {
        return claims().map(claims ->
                        Json.string(claims.path(AUTH_CLAIM), RESIDENCY_CLAIM, Json.string(claims, RESIDENCY_CLAIM)))
                .filter(region -> !region.isEmpty() && !region.equalsIgnoreCase("no_constraint"));
    }

    private Optional<JsonNode> claims() {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            return Json.read(Base64.getUrlDecoder().decode(parts[1]));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
