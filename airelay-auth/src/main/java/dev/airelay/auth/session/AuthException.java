package dev.airelay.auth.session;

/**
 * There are no usable upstream credentials. The message says what is wrong and which command to run; it may be shown to
 * clients and holds no token.
 */
public final class AuthException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final AuthFailure failure;
    private final boolean lasting;

    /** A failure with a message that holds no token. There is no cause: a parser's or server's text may quote one. */
    public AuthException(AuthFailure failure, String message) {
        this(failure, message, failure != AuthFailure.REFRESH_FAILED);
    }

    private AuthException(AuthFailure failure, String message, boolean lasting) {
        super(message);
        this.failure = failure;
        this.lasting = lasting;
    }

    /** A renewal that failed for good, with a message that holds no token. */
    static AuthException ended(String message) {
        return new AuthException(AuthFailure.REFRESH_FAILED, message, true);
    }

    /** What kind of failure it is. */
    public AuthFailure failure() {
        return failure;
    }

    /** Whether trying again is in vain until somebody signs in. */
    public boolean lasting() {
        return lasting;
    }
}
