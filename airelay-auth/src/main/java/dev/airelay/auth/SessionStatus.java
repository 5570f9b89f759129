package dev.airelay.auth;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The session as {@code airelay status} and {@code GET /v1/relay/status} show it. Made from what is stored, without the
 * network; holds no token. Components are named like their JSON fields, in camel case.
 *
 * @param authenticated whether there is a token and the account is known
 * @param credentialsPresent whether there is any token
 * @param accountBound whether the account is the one the session is bound to
 * @param readyForRequests whether requests can be made: authenticated and bound
 * @param email of the owner
 * @param planType the issuer's word for the plan
 * @param accountId of the session
 * @param boundAccountId of the first login
 * @param lastRefresh when the tokens were last renewed
 * @param store where the session is kept
 */
public record SessionStatus(
        boolean authenticated,
        boolean credentialsPresent,
        boolean accountBound,
        boolean readyForRequests,
        @Nullable String email,
        @Nullable String planType,
        @Nullable String accountId,
        @Nullable String boundAccountId,
        @Nullable Instant lastRefresh,
        Store store) {

    /**
     * Where the session is kept.
     *
     * @param authStorePath the file
     * @param keyringService the keyring's service; null when no keyring is used
     * @param storageMode auto, file or keyring
     */
    public record Store(String authStorePath, @Nullable String keyringService, String storageMode) {}

    /** The status when nobody has signed in. */
    public static SessionStatus signedOut(Store store) {
        return new SessionStatus(false, false, false, false, null, null, null, null, null, store);
    }

    /** The status of a stored session. */
    public static SessionStatus of(StoredSession session, Store store) {
        Optional<String> account = session.accountId();
        boolean authenticated = session.hasTokens() && account.isPresent();
        return new SessionStatus(
                authenticated,
                session.hasTokens(),
                session.accountFits(),
                authenticated && session.accountFits(),
                session.email().orElse(null),
                session.planType().orElse(null),
                account.orElse(null),
                session.boundAccountId().orElse(null),
                session.lastRefresh().orElse(null),
                store);
    }
}
