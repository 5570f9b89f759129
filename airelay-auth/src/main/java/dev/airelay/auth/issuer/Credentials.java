package dev.airelay.auth.issuer;

import org.jspecify.annotations.Nullable;

/**
 * What one upstream request needs to be let in. The text form leaves the token out.
 *
 * @param accessToken for the Authorization header; visible ASCII, never empty
 * @param accountId for the account header; visible ASCII, never empty
 */
public record Credentials(String accessToken, String accountId) {
    /** Checks that both can stand in a header; the message does not show them. */
    public Credentials {
        if (!isHeaderValue(accessToken)) {
            throw new IllegalArgumentException("accessToken must be visible ASCII characters and not empty");
        }
        if (!isHeaderValue(accountId)) {
            throw new IllegalArgumentException("accountId must be visible ASCII characters and not empty");
        }
    }

    /** Whether the text can stand in a header as it is: nothing in it can end the line or start another value. */
    public static boolean isHeaderValue(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    }

    @Override
    public String toString() {
        return "Credentials[accountId=" + accountId + "]";
    }

    // Written out because what Java makes for records costs the start of a relay a hundred classes.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Credentials credentials
                && accessToken.equals(credentials.accessToken)
                && accountId.equals(credentials.accountId);
    }

    @Override
    public int hashCode() {
        return accessToken.hashCode();
    }
}
