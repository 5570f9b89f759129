package dev.airelay.auth;

/** The end of every login: what the tokens must satisfy before they are stored. */
final class CompletedLogin {
    private CompletedLogin() {}

    /** Hands the tokens over when they name an account and an allowed workspace; gives them back. */
    static TokenReply store(TokenReply tokens, WorkspaceRestriction workspaces, LoginSink sink) throws LoginException {
        workspaces.check(tokens);
        if (SignedInAccount.of(tokens).accountId().isEmpty()) {
            throw new LoginException(
                    LoginFailure.NO_ACCOUNT,
                    "the issuer's tokens name no ChatGPT account; nothing was stored, sign in with an account that has a"
                            + " subscription");
        }
        sink.accept(tokens);
        return tokens;
    }
}
