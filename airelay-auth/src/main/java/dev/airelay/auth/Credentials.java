package dev.airelay.auth;

/**
 * What one upstream request needs to be let in. The text form leaves the token out.
 *
 * @param accessToken for the Authorization header; never empty
 * @param accountId for the account header; never empty
 */
public record Credentials(String accessToken, String accountId) {
    /** Checks that both are there. */
    public Credentials {
        if (accessToken.isBlank()) {
            throw new IllegalArgumentException("accessToken must not be blank");
        }
        if (accountId.isBlank()) {
            throw new IllegalArgumentException("accountId must not be blank");
        }
    }

    @Override
    public String toString() {
        return "Credentials[accountId=" + accountId + "]";
    }
}
