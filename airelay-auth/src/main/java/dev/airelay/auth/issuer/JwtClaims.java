package dev.airelay.auth.issuer;

import dev.airelay.base.JsonTrees;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The claims of a login server's token about its owner. The signature is not checked: the token came from the login server
 * over TLS, and the upstream checks it. A token that is not a JWT has no claims.
 *
 * <p>The text form shows nothing.
 */
public final class JwtClaims {
    private static final JsonTrees JSON = JsonTrees.usual();
    private static final String AUTH = "https://api.openai.com/auth";
    private static final String PROFILE = "https://api.openai.com/profile";
    private static final String ACCOUNT_ID = "chatgpt_account_id";
    private static final String RESIDENCY = "chatgpt_compute_residency";
    private static final String NO_CONSTRAINT = "no_constraint";
    private static final JwtClaims NONE = new JwtClaims(JsonNodeFactory.instance.objectNode());

    private final JsonNode payload;

    private JwtClaims(JsonNode payload) {
        this.payload = payload;
    }

    /** The claims of a JWT, read from its second part; base64url with or without padding. */
    public static JwtClaims of(String jwt) {
        String[] parts = jwt.split("\\.", -1);
        if (parts.length < 2) {
            return NONE;
        }
        try {
            byte[] json = Base64.getUrlDecoder().decode(parts[1].getBytes(StandardCharsets.UTF_8));
            JsonNode payload = JSON.read(json);
            return payload.isObject() ? new JwtClaims(payload) : NONE;
        } catch (IllegalArgumentException | JacksonException notAJwt) {
            return NONE;
        }
    }

    /** The address the owner signs in with. */
    public Optional<String> email() {
        return first(payload.path("email"), payload.path(PROFILE).path("email"));
    }

    /** The plan, as the login server names it. */
    public Optional<String> planType() {
        return first(payload.path(AUTH).path("chatgpt_plan_type"));
    }

    /** The account: of the auth claim, else of the top level, else the first organization's. */
    public Optional<String> accountId() {
        return first(
                payload.path(AUTH).path(ACCOUNT_ID),
                payload.path(ACCOUNT_ID),
                payload.path(AUTH).path("organizations").path(0).path("id"),
                payload.path("organizations").path(0).path("id"));
    }

    /** The workspace the token is for: the auth claim's account and nothing else, so that a restriction is not guessed. */
    public Optional<String> workspaceId() {
        return first(payload.path(AUTH).path(ACCOUNT_ID));
    }

    /**
     * The region in which the workspace wants its requests computed, from the auth claim, else from the top level; empty when
     * there is no such constraint.
     */
    public Optional<String> computeResidency() {
        for (JsonNode claim : List.of(payload.path(AUTH).path(RESIDENCY), payload.path(RESIDENCY))) {
            String region = claim.stringValue("").strip();
            if (Credentials.isHeaderValue(region) && !region.equalsIgnoreCase(NO_CONSTRAINT)) {
                return Optional.of(region);
            }
        }
        return Optional.empty();
    }

    /** When the token expires. */
    public Optional<Instant> expiry() {
        JsonNode seconds = payload.path("exp");
        if (!seconds.isNumber() || !seconds.canConvertToLong()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.ofEpochSecond(seconds.longValue()));
        } catch (DateTimeException beyondTime) {
            return Optional.empty();
        }
    }

    private static Optional<String> first(JsonNode... candidates) {
        for (JsonNode candidate : candidates) {
            String text = candidate.stringValue("");
            if (!text.isBlank()) {
                return Optional.of(text);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return "JwtClaims";
    }
}
