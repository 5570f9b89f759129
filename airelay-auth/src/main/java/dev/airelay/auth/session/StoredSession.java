package dev.airelay.auth.session;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.issuer.JwtClaims;
import dev.airelay.auth.issuer.TokenReply;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A session as it is stored, in Codex's layout. Anything may be missing. Immutable; the text form shows no token.
 *
 * <p>An {@code OPENAI_API_KEY} in the file is not looked at: a key bills the platform, not the subscription.
 *
 * @param tokens the issuer's tokens
 * @param boundAccountId the account of the first login; another one is refused
 * @param lastRefresh when the tokens were last renewed
 * @param imported whether another program had these tokens first and may still use them; over with the first renewal
 * @param rest what other programs keep beside it
 */
public record StoredSession(
        Tokens tokens, Optional<String> boundAccountId, Optional<Instant> lastRefresh, boolean imported, Rest rest) {

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

        // Written out because what Java makes for records costs the start of a relay a hundred classes.
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

    /** Fields that AIRelay does not know; written back as they were. */
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

    /** This session after a renewal at this time; what the issuer left out stays. */
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

    /** The tokens in the form the issuer's client takes, to end the session. */
    TokenReply asReply() {
        return new TokenReply(tokens.id, tokens.access, tokens.refresh);
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

    /**
     * Whether the account is known and is the one the session is bound to; a session that is not bound yet fits any.
     * An access token that names another account does not fit either: the upstream goes by the token.
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
