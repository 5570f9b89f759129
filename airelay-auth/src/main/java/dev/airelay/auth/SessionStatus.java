package dev.airelay.auth;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The session as {@code airelay status} and {@code GET /v1/relay/status} show it. Made from what is stored, without the
 * network; holds no token. A Jackson mapper writes it with the names of the status object, e.g. {@code plan_type}.
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
 * @param authStorePath the session file
 * @param keyringService the keyring's service; null when no keyring is used
 * @param storageMode auto, file or keyring
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
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
        String authStorePath,
        @Nullable String keyringService,
        String storageMode) {

    /** The status when nobody has signed in, for a session kept in a file. */
    public static SessionStatus signedOut(Path authFile, String storageMode) {
        return new SessionStatus(
                false, false, false, false, null, null, null, null, null, authFile.toString(), null, storageMode);
    }

    /** The status of a session stored in a file. */
    public static SessionStatus of(StoredSession session, Path authFile, String storageMode) {
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
                authFile.toString(),
                null,
                storageMode);
    }
}
