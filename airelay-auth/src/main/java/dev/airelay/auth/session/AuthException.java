package dev.airelay.auth.session;

/**
 * There are no usable upstream credentials. The message says what is wrong and which command to run; it may be shown to
 * clients and contains no token.
 */
public final class AuthException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final AuthFailure failure;
    private final boolean lasting;

    /** A failure with a message that contains no token. There is no cause: a parser's or server's text may quote a token. */
    public AuthException(AuthFailure failure, String message) {
        this(failure, message, failure != AuthFailure.REFRESH_FAILED);
    }

    private AuthException(AuthFailure failure, String message, boolean lasting) {
        super(message);
        this.failure = failure;
        this.lasting = lasting;
    }

    /** A renewal that failed permanently, with a message that contains no token. */
    static AuthException ended(String message) {
        return new AuthException(AuthFailure.REFRESH_FAILED, message, true);
    }

    /** Returns the kind of failure. */
    public AuthFailure failure() {
        return failure;
    }

    /** Whether retrying is pointless until somebody signs in. */
    public boolean lasting() {
        return lasting;
    }
}
