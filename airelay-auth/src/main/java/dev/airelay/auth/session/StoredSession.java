package dev.airelay.auth.session;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.issuer.JwtClaims;
import dev.airelay.auth.issuer.TokenReply;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A session as it is stored, in Codex's layout. Every part may be missing. Immutable; the text form shows no token.
 *
 * <p>An {@code OPENAI_API_KEY} in the file is ignored: a key bills the API platform, not the subscription.
 *
 * @param tokens the login server's tokens
 * @param boundAccountId the account of the first login; another one is refused
 * @param lastRefresh when the tokens were last renewed
 * @param imported whether another program had these tokens first and may still use them; false after the first renewal
 * @param rest fields of other programs
 */
public record StoredSession(
        Tokens tokens, Optional<String> boundAccountId, Optional<Instant> lastRefresh, boolean imported, Rest rest) {

    /**
     * The login server's tokens.
     *
     * @param id identifies the owner
     * @param access authorizes upstream requests
     * @param refresh renews the others, once
     * @param accountId as stored beside them
     */
    public record Tokens(
            Optional<String> id, Optional<String> access, Optional<String> refresh, Optional<String> accountId) {

        // Written by hand: the method that Java generates for records loads about a hundred classes at start.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Tokens tokens
                    && id.equals(tokens.id)
                    && access.equals(tokens.access)
                    && refresh.equals(tokens.refresh)
                    && accountId.equals(tokens.accountId);
        }

        @Override
        public int hashCode() {
            return access.hashCode();
        }

        @Override
        public String toString() {
            return "Tokens[id=" + id.isPresent() + ", access=" + access.isPresent() + ", refresh=" + refresh.isPresent()
                    + "]";
        }
    }

    /** Fields that AIRelay does not know; written back unchanged. */
    public static final class Rest {
        public static final Rest NONE = new Rest(UnknownFields.NONE, UnknownFields.NONE);

        private final UnknownFields root;
        private final UnknownFields tokens;

        Rest(UnknownFields root, UnknownFields tokens) {
            this.root = root;
            this.tokens = tokens;
        }

        UnknownFields root() {
            return root;
        }

        UnknownFields tokens() {
            return tokens;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Rest rest && root.equals(rest.root) && tokens.equals(rest.tokens);
        }

        @Override
        public int hashCode() {
            return root.hashCode() * 31 + tokens.hashCode();
        }

        @Override
        public String toString() {
            return "Rest[" + root + ", " + tokens + "]";
        }
    }

    /**
     * Reads the JSON of {@code auth.json}. Fields that are missing or of another type count as missing.
     *
     * @throws AuthException when the text is not a JSON object; the message names the line, not the text
     */
    public static StoredSession parse(byte[] json) {
        return SessionJson.read(json);
    }

    /** A session of these tokens alone, bound to nobody yet. */
    static StoredSession of(TokenReply reply, Instant now) {
        Tokens tokens = new Tokens(reply.idToken(), reply.accessToken(), reply.refreshToken(), Optional.empty());
        return new StoredSession(tokens, Optional.empty(), Optional.of(now), false, Rest.NONE);
    }

    /** Returns this session after a renewal at this time; values that the login server omitted are kept. */
    StoredSession renewed(TokenReply reply, Instant now) {
        Tokens next = new Tokens(
                reply.idToken().or(tokens::id),
                reply.accessToken().or(tokens::access),
                reply.refreshToken().or(tokens::refresh),
                accountId());
        return new StoredSession(next, boundAccountId, Optional.of(now), false, rest);
    }

    StoredSession boundTo(String account) {
        return new StoredSession(tokens, Optional.of(account), lastRefresh, imported, rest);
    }

    StoredSession with(Rest fields) {
        return new StoredSession(tokens, boundAccountId, lastRefresh, imported, fields);
    }

    /** The tokens in the form that {@link IssuerClient#revoke} takes. */
    TokenReply asReply() {
        return new TokenReply(tokens.id, tokens.access, tokens.refresh);
    }

    /** The account: the stored one, otherwise the ID token's, otherwise the access token's. */
    public Optional<String> accountId() {
        return tokens.accountId.or(
                () -> claims().flatMap(claims -> claims.accountId().stream()).findFirst());
    }

    /** The owner's email address, from the tokens. */
    public Optional<String> email() {
        return claims().flatMap(claims -> claims.email().stream()).findFirst();
    }

    /** The plan, from the tokens, as the login server names it. */
    public Optional<String> planType() {
        return claims().flatMap(claims -> claims.planType().stream()).findFirst();
    }

    /** The expiry of the access token, if it has one. */
    public Optional<Instant> accessExpiry() {
        return tokens.access.map(JwtClaims::of).flatMap(JwtClaims::expiry);
    }

    /** Whether there is any token at all. */
    public boolean hasTokens() {
        return tokens.access.isPresent() || tokens.refresh.isPresent();
    }

    /**
     * Whether the account is known and is the one the session is bound to; a session that is not bound yet fits any account.
     * An access token that names another account does not fit: the upstream uses the token's account.
     */
    public boolean accountFits() {
        Optional<String> account = accountId();
        return account.isPresent() && boundAccountId.map(this::isOf).orElse(true);
    }

    private boolean isOf(String account) {
        Optional<String> inToken = tokens.access.map(JwtClaims::of).flatMap(JwtClaims::accountId);
        return accountId().equals(Optional.of(account))
                && inToken.map(account::equals).orElse(true);
    }

    /**
     * Returns the credentials of an upstream request.
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
