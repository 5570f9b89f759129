package dev.airelay.emulator.check;

import dev.airelay.emulator.api.CheckOptions;
import dev.airelay.emulator.api.EmulatedAccount;
import dev.airelay.emulator.http.IncomingRequest;
import dev.airelay.emulator.http.Refusal;
import dev.airelay.emulator.http.RefusedException;
import dev.airelay.emulator.issuer.AccessTokens;
import dev.airelay.emulator.issuer.BearerToken;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Checks the caller: bearer token and account id, as every path of the backend does; and for turns also the headers that the
 * account's workspace demands.
 */
public final class Credentials {
    private static final String INVALIDATED_TEXT =
            "Your authentication token has been invalidated. Please try signing in again.";
    private static final String EXPIRED_TEXT = "Provided authentication token is expired. Please try signing in again.";

    private static final String ACCOUNT_HEADER = "chatgpt-account-id";
    private static final String RESIDENCY_HEADER = "x-openai-internal-codex-residency";
    private static final String ROUTING_HEADER = "x-openai-account-routing-override";
    private static final Set<String> ROUTED = Set.of("us", "us_cr");

    private final CheckOptions options;
    private final AccessTokens issued;
    private final InstantSource clock;
    private final Supplier<EmulatedAccount> account;

    /**
     * Checks against the options and against the tokens that the login server has issued.
     *
     * @param account the account whose workspace may demand headers; asked for each turn
     */
    public Credentials(
            CheckOptions options, AccessTokens issued, InstantSource clock, Supplier<EmulatedAccount> account) {
        this.options = options;
        this.issued = issued;
        this.clock = clock;
        this.account = account;
    }

    /**
     * Returns when the request may be a turn: its credentials are accepted, and it has the headers that its workspace
     * demands.
     *
     * @throws RefusedException with the 401 or 432 of the backend otherwise
     */
    public void checkTurn(IncomingRequest request) throws RefusedException {
        check(request);
        Optional<String> residency =
                BearerToken.of(request.header("authorization")).flatMap(BearerToken::residency);
        if (residency.isPresent() && !residency.get().equals(request.header(RESIDENCY_HEADER))) {
            throw new RefusedException(Refusal.unauthorized("Workspace is not authorized in this region."));
        }
        String override = routingOverride(request);
        if (ROUTED.contains(override) && !override.equals(request.header(ROUTING_HEADER))) {
            throw new RefusedException(Refusal.detail(432, "Workspace routing is unavailable"));
        }
    }

    /** How the workspace of a request is routed. */
    public String routingOverride(IncomingRequest request) {
        EmulatedAccount known = account.get();
        return known.accountId().equals(request.header(ACCOUNT_HEADER))
                ? known.routingOverride()
                : EmulatedAccount.NO_CONSTRAINT;
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
        String id = request.header(ACCOUNT_HEADER);
        boolean ofToken = known.map(AccessTokens.Known::accountId)
                .or(token::accountId)
                .map(id::equals)
                .orElse(true);
        if (id.isBlank() || !allowed(options.accountIds(), id) || !ofToken) {
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
