package dev.airelay.auth.issuer;

/**
 * An authorization code with the values that its exchange needs. Single use. The text form shows neither code nor verifier.
 *
 * @param code as issued by the login server
 * @param redirectUri the same text as in the authorize request
 * @param codeVerifier of the challenge in the authorize request
 */
public record AuthorizationCode(String code, String redirectUri, String codeVerifier) {
    @Override
    public String toString() {
        return "AuthorizationCode[" + redirectUri + "]";
    }
}
