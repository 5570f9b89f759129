package dev.airelay.auth;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A session as it is stored, in Codex's layout. Anything may be missing. Immutable; the text form shows no token.
 *
 * <p>An {@code OPENAI_API_KEY} in the file is not looked at: a key bills the platform, not the subscription.
 *
 * @param tokens the issuer's tokens
 * @param boundAccountId the account of the first login; another one is refused
 * @param lastRefresh when the tokens were last renewed
 */
public record StoredSession(Tokens tokens, Optional<String> boundAccountId, Optional<Instant> lastRefresh) {
    private static final JsonMapper JSON = JsonMapper.shared();

    /**
     * The issuer's tokens.
     *
     * @param id says who the owner is
     * @param access lets requests in upstream
     * @param refresh renews the others, once
     * @param accountId as stored beside them
     */
    public record Tokens(
            Optional<String> id, Optional<String> access, Optional<String> refresh, Optional<String> accountId) {
        @Override
        public String toString() {
            return "Tokens[id=" + id.isPresent() + ", access=" + access.isPresent() + ", refresh=" + refresh.isPresent()
                    + "]";
        }
    }

    /**
     * Reads the JSON of {@code auth.json}. Fields that are missing or of another type count as missing.
     *
     * @throws AuthException when the text is not a JSON object; the message names the line, not the text
     */
    public static StoredSession parse(byte[] json) {
        JsonNode root = tree(json);
        JsonNode tokens = root.path("tokens");
        JsonNode id = tokens.path("id_token");
        return new StoredSession(
                new Tokens(
                        text(id.isObject() ? id.path("raw_jwt") : id),
                        text(tokens.path("access_token")),
                        text(tokens.path("refresh_token")),
                        text(tokens.path("account_id"))),
                text(root.path("bound_account_id")),
                text(root.path("last_refresh")).flatMap(StoredSession::instant));
    }

    private static JsonNode tree(byte[] json) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JacksonException malformed) {
            // The parser's own message may quote a token.
            TokenStreamLocation place = malformed.getLocation();
            String where = place == null ? "" : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")";
            throw new AuthException(
                    AuthFailure.INCOMPLETE, "the stored session is not valid JSON" + where + "; run: airelay login");
        }
        if (!root.isObject()) {
            throw new AuthException(
                    AuthFailure.INCOMPLETE, "the stored session is not a JSON object; run: airelay login");
        }
        return root;
    }

    /** A value that cannot stand in a header counts as missing, like one of another type. */
    private static Optional<String> text(JsonNode node) {
        return node.isString()
                ? Optional.of(node.stringValue().strip()).filter(Credentials::isHeaderValue)
                : Optional.empty();
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException notATime) {
            return Optional.empty();
        }
    }

    /** The account: as stored, else as the id token says, else as the access token says. */
    public Optional<String> accountId() {
        return tokens.accountId.or(
                () -> claims().flatMap(claims -> claims.accountId().stream()).findFirst());
    }

    /** The address the owner signs in with, as the tokens say. */
    public Optional<String> email() {
        return claims().flatMap(claims -> claims.email().stream()).findFirst();
    }

    /** The plan, as the tokens say; the issuer's own word for it. */
    public Optional<String> planType() {
        return claims().flatMap(claims -> claims.planType().stream()).findFirst();
    }

    /** When the access token ends, if it says so. */
    public Optional<Instant> accessExpiry() {
        return tokens.access.map(JwtClaims::of).flatMap(JwtClaims::expiry);
    }

    /** Whether there is any token at all. */
    public boolean hasTokens() {
        return tokens.access.isPresent() || tokens.refresh.isPresent();
    }

    /** Whether the account is known and is the one the session is bound to; a session that is not bound yet fits any. */
    public boolean accountFits() {
        Optional<String> account = accountId();
        return account.isPresent() && (boundAccountId.isEmpty() || boundAccountId.equals(account));
    }

    /**
     * What an upstream request needs.
     *
     * @throws AuthException when tokens or account are missing, or the account is not the bound one
     */
    public Credentials credentials() {
        if (!hasTokens()) {
            throw AuthFailure.MISSING.exception();
        }
        if (tokens.access.isEmpty() || accountId().isEmpty()) {
            throw AuthFailure.INCOMPLETE.exception();
        }
        if (!accountFits()) {
            throw AuthFailure.ACCOUNT_MISMATCH.exception();
        }
        return new Credentials(tokens.access.get(), accountId().get());
    }

    private Stream<JwtClaims> claims() {
        return Stream.of(tokens.id, tokens.access).flatMap(Optional::stream).map(JwtClaims::of);
    }
}
