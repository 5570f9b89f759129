package dev.airelay.auth;

/**
 * There are no usable upstream credentials. The message says what is wrong and which command to run; it may be shown to
 * clients and holds no token.
 */
public final class AuthException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final AuthFailure failure;

    /** A failure with a message that holds no token. There is no cause: a parser's or server's text may quote one. */
    public AuthException(AuthFailure failure, String message) {
        super(message);
        this.failure = failure;
    }

    /** What kind of failure it is. */
    public AuthFailure failure() {
        return failure;
    }
}
