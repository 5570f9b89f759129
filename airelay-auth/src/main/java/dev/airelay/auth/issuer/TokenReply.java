package dev.airelay.auth.issuer;

import java.util.Optional;

/**
 * Tokens as the login server returned them; omitted ones are empty. The text form shows no token.
 *
 * @param idToken identifies the owner
 * @param accessToken authorizes upstream requests
 * @param refreshToken renews the others, once
 */
public record TokenReply(Optional<String> idToken, Optional<String> accessToken, Optional<String> refreshToken) {
    @Override
    public String toString() {
        return "TokenReply[id=" + idToken.isPresent() + ", access=" + accessToken.isPresent() + ", refresh="
                + refreshToken.isPresent() + "]";
    }
}
