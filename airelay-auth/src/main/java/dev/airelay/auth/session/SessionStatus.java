package dev.airelay.auth.session;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The session as {@code airelay status} and {@code GET /v1/relay/status} show it. Built from the stored session without
 * using the network; contains no token. A Jackson mapper writes it with the names of the status object, e.g. {@code
 * plan_type}.
 *
 * @param authenticated whether there is a token and the account is known
 * @param credentialsPresent whether there is any token
 * @param accountBound whether the account is the one the session is bound to
 * @param readyForRequests whether requests can be made: authenticated, bound and not expired
 * @param email of the owner
 * @param planType the plan, as the login server names it
 * @param accountId of the session
 * @param boundAccountId of the first login
 * @param lastRefresh when the tokens were last renewed
 * @param accessTokenExpiresAt expiry of the access token; the session does not end then, because the token is renewed before
 * @param authStorePath the session file
 * @param keyringService the keyring's service; null when no keyring is used
 * @param storageMode auto, file or keyring
 * @param warnings problems for the owner, each a sentence with what to do
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
        @Nullable Instant accessTokenExpiresAt,
        String authStorePath,
        @Nullable String keyringService,
        String storageMode,
        List<String> warnings) {

    /** Takes a copy of the warnings. */
    public SessionStatus {
        warnings = List.copyOf(warnings);
    }
}
