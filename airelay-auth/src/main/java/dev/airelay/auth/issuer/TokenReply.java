package dev.airelay.auth.issuer;

import java.util.Optional;

/**
 * Tokens as the issuer gave them; what it left out is empty. The text form shows no token.
 *
 * @param idToken says who the owner is
 * @param accessToken lets requests in upstream
 * @param refreshToken renews the others, once
 */
public record TokenReply(Optional<String> idToken, Optional<String> accessToken, Optional<String> refreshToken) {
    @Override
    public String toString() {
        return "TokenReply[id=" + idToken.isPresent() + ", access=" + accessToken.isPresent() + ", refresh="
                + refreshToken.isPresent() + "]";
    }
}
