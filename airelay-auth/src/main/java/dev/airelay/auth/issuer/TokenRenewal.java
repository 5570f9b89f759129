package dev.airelay.auth.issuer;

/** Exchanges a refresh token for new tokens. Blocks. */
@FunctionalInterface
public interface TokenRenewal {
    /**
     * Sends one request. The token must be considered used as soon as this method was called.
     *
     * @throws IssuerException when the login server refused or could not be reached; its message holds no token
     * @throws InterruptedException when the waiting thread was interrupted
     */
    TokenReply renew(String refreshToken) throws IssuerException, InterruptedException;
}
