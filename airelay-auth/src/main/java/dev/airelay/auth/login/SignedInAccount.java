package dev.airelay.auth.login;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.issuer.JwtClaims;
import dev.airelay.auth.issuer.TokenReply;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The account that tokens belong to, by their own claims: the ID token's first, then the access token's.
 *
 * @param email the owner signs in with
 * @param planType the plan, as the login server names it
 * @param accountId for the account header
 */
public record SignedInAccount(Optional<String> email, Optional<String> planType, Optional<String> accountId) {
    /** Returns the account of these tokens; claims that they lack are empty. */
    public static SignedInAccount of(TokenReply tokens) {
        return new SignedInAccount(
                first(tokens, JwtClaims::email),
                first(tokens, JwtClaims::planType),
                first(tokens, JwtClaims::accountId).filter(Credentials::isHeaderValue));
    }

    private static Optional<String> first(TokenReply tokens, Function<JwtClaims, Optional<String>> claim) {
        return Stream.of(tokens.idToken(), tokens.accessToken())
                .flatMap(Optional::stream)
                .map(JwtClaims::of)
                .map(claim)
                .flatMap(Optional::stream)
                .findFirst();
    }
}
