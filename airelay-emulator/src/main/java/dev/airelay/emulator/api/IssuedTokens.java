package dev.airelay.emulator.api;

/**
 * What one sign-in or one refresh at the emulated issuer hands out.
 *
 * @param idToken an unsigned JWT
 * @param accessToken an unsigned JWT, accepted by the backend's paths
 * @param refreshToken an opaque text, good for one refresh
 * @param accountId whom they are for
 */
public record IssuedTokens(String idToken, String accessToken, String refreshToken, String accountId) {

    /** The account alone: tokens stay out of logs, even these. */
    @Override
    public String toString() {
        return "IssuedTokens[accountId=" + accountId + "]";
    }
}
