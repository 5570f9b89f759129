package dev.airelay.auth.issuer;

/** Trades a refresh token for new tokens. Blocks. */
@FunctionalInterface
public interface TokenRenewal {
    /**
     * Asks the issuer once. The token must be taken as used as soon as this was called.
     *
     * @throws IssuerException when the issuer refused or could not be reached; its message holds no token
     * @throws InterruptedException when the waiting thread was interrupted
     */
    TokenReply renew(String refreshToken) throws IssuerException, InterruptedException;
}
