package dev.airelay.emulator.api;

/**
 * The tokens issued by one sign-in or one refresh at the emulated login server.
 *
 * @param idToken an unsigned JWT
 * @param accessToken an unsigned JWT, accepted by the backend's paths
 * @param refreshToken an opaque text, good for one refresh
 * @param accountId the account that they are for
 */
public record IssuedTokens(String idToken, String accessToken, String refreshToken, String accountId) {

    /** Shows only the account: logs contain no tokens, not even these. */
    @Override
    public String toString() {
        return "IssuedTokens[accountId=" + accountId + "]";
    }
}
