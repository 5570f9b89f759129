package dev.airelay.auth.login;

import dev.airelay.auth.issuer.TokenReply;

/** Receives the tokens of a successful login. */
@FunctionalInterface
public interface LoginSink {
    /**
     * Stores the tokens: id, access and refresh token are present. The browser shows success only after this method
     * returned; if it throws, the page says that the login failed, and the login's caller gets the exception. May block.
     */
    void accept(TokenReply tokens);
}
