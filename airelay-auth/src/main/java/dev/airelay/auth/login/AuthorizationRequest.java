package dev.airelay.auth.login;

import java.util.random.RandomGenerator;

/**
 * The authorization request of one browser login. Its text form shows neither state nor verifier.
 *
 * @param redirectUri where the login server sends the browser with the code
 * @param pkce proves that the code is redeemed by its requester
 * @param state comes back with the code; base64url of 32 random bytes
 * @param workspaces the login is restricted to
 */
public record AuthorizationRequest(String redirectUri, Pkce pkce, String state, WorkspaceRestriction workspaces) {
    private static final int STATE_BYTES = 32;

    /** A new request; the generator must be a cryptographic one. */
    static AuthorizationRequest random(String redirectUri, WorkspaceRestriction workspaces, RandomGenerator random) {
        return new AuthorizationRequest(
                redirectUri, Pkce.random(random), RandomText.of(STATE_BYTES, random), workspaces);
    }

    @Override
    public String toString() {
        return "AuthorizationRequest[" + redirectUri + "]";
    }
}
