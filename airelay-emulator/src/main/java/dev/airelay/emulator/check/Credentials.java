package dev.airelay.emulator.check;

import dev.airelay.emulator.api.CheckOptions;
import dev.airelay.emulator.http.IncomingRequest;
import dev.airelay.emulator.http.Refusal;
import dev.airelay.emulator.http.RefusedException;
import dev.airelay.emulator.issuer.AccessTokens;
import dev.airelay.emulator.issuer.BearerToken;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Checks who is asking: bearer token and account id, as every path of the backend does. */
public final class Credentials {
    private static final String INVALIDATED_TEXT =
            "Your authentication token has been invalidated. Please try signing in again.";
    private static final String EXPIRED_TEXT = "Provided authentication token is expired. Please try signing in again.";

    private final CheckOptions options;
    private final AccessTokens issued;
    private final InstantSource clock;

    /** Checks against the options and against the tokens that the issuer has issued. */
    public Credentials(CheckOptions options, AccessTokens issued, InstantSource clock) {
        this.options = options;
        this.issued = issued;
        this.clock = clock;
    }

    /**
     * Returns when the request has credentials that are accepted.
     *
     * @throws RefusedException with the 401 of the backend otherwise
     */
    public void check(IncomingRequest request) throws RefusedException {
        BearerToken token = BearerToken.of(request.header("authorization"))
                .filter(known -> allowed(options.accessTokens(), known.text()))
                .orElseThrow(() -> new RefusedException(Refusal.UNAUTHORIZED));
        Optional<AccessTokens.Known> known = issued.find(token.text());
        if (options.onlyIssuedTokens()) {
            requireStanding(known);
        }
        Instant now = clock.instant();
        if (token.expiredAt(now) || known.filter(one -> one.expiredAt(now)).isPresent()) {
            throw new RefusedException(Refusal.unauthorized("token_expired", EXPIRED_TEXT));
        }
        String account = request.header("chatgpt-account-id");
        boolean ofToken = known.map(AccessTokens.Known::accountId)
                .or(token::accountId)
                .map(account::equals)
                .orElse(true);
        if (account.isBlank() || !allowed(options.accountIds(), account) || !ofToken) {
            throw new RefusedException(Refusal.UNAUTHORIZED);
        }
    }

    private static void requireStanding(Optional<AccessTokens.Known> known) throws RefusedException {
        AccessTokens.Known token = known.orElseThrow(() -> new RefusedException(Refusal.UNAUTHORIZED));
        if (token.revoked()) {
            throw new RefusedException(Refusal.unauthorized("token_invalidated", INVALIDATED_TEXT));
        }
    }

    private static boolean allowed(List<String> accepted, String value) {
        return accepted.isEmpty() || accepted.contains(value);
    }
}
