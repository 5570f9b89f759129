package dev.airelay.auth.login;

import dev.airelay.auth.issuer.TokenReply;

/** Takes the tokens of a login that succeeded. */
@FunctionalInterface
public interface LoginSink {
    /**
     * Stores the tokens: id, access and refresh token are present. The browser is told of success only after this
     * returned; when it throws, the page says that the login failed and the exception goes to the caller of the login.
     * May block.
     */
    void accept(TokenReply tokens);
}
