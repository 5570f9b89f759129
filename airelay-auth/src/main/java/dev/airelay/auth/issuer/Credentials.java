package dev.airelay.auth.issuer;

import org.jspecify.annotations.Nullable;

/**
 * The credentials of one upstream request. Its text form omits the token.
 *
 * @param accessToken for the Authorization header; visible ASCII, never empty
 * @param accountId for the account header; visible ASCII, never empty
 */
public record Credentials(String accessToken, String accountId) {
    /** Checks that both are valid header values; the message does not show them. */
    public Credentials {
        if (!isHeaderValue(accessToken)) {
            throw new IllegalArgumentException("accessToken must be visible ASCII characters and not empty");
        }
        if (!isHeaderValue(accountId)) {
            throw new IllegalArgumentException("accountId must be visible ASCII characters and not empty");
        }
    }

    /** Whether the text is a safe header value: nothing in it can end the line or start another value. */
    public static boolean isHeaderValue(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    }

    @Override
    public String toString() {
        return "Credentials[accountId=" + accountId + "]";
    }

    // Written by hand: the method that Java generates for records loads about a hundred classes at start.
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
