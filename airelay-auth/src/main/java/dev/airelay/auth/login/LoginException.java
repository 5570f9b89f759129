package dev.airelay.auth.login;

/**
 * A login ended without tokens, and nothing was stored. The message says why and what to do; it may be shown to the owner
 * and contains no code, state or token.
 */
public final class LoginException extends Exception {
    private static final long serialVersionUID = 1L;

    private final LoginFailure failure;
    /** The superclass cannot promise that there is one. */
    private final String message;

    /** A failure with a message that holds no secret. */
    LoginException(LoginFailure failure, String message) {
        super(message);
        this.message = message;
        this.failure = failure;
    }

    @Override
    public String getMessage() {
        return message;
    }

    /** Returns the kind of failure. */
    public LoginFailure failure() {
        return failure;
    }
}
