package dev.airelay.auth.login;

import dev.airelay.auth.issuer.TokenReply;

/** The last step of every login: checks the tokens before they are stored. */
final class CompletedLogin {
    private CompletedLogin() {}

    /** Passes the tokens to the sink if they name an account and an allowed workspace; returns them. */
    static TokenReply store(TokenReply tokens, WorkspaceRestriction workspaces, LoginSink sink) throws LoginException {
        workspaces.check(tokens);
        if (SignedInAccount.of(tokens).accountId().isEmpty()) {
            throw new LoginException(
                    LoginFailure.NO_ACCOUNT,
                    "The login server's tokens do not name a ChatGPT account. Nothing was saved. Sign in with an account that"
                            + " has a ChatGPT subscription.");
        }
        sink.accept(tokens);
        return tokens;
    }
}
