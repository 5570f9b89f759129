package dev.airelay.auth.session;

/** Why there are no usable upstream credentials. Each constant has its code on the wire and says what to do. */
public enum AuthFailure {
    /** Nobody has signed in. */
    MISSING("upstream_auth_missing", "No upstream session is stored. Run: airelay login"),
    /** The stored session is incomplete or cannot be read. */
    INCOMPLETE("upstream_auth_incomplete", "The stored upstream session is incomplete. Run: airelay login"),
    /** The session could not be renewed. */
    REFRESH_FAILED(
            "upstream_auth_refresh_failed",
            "The upstream session could not be renewed. Try again; if the problem persists, run: airelay login"),
    /** The upstream refused the session. */
    REJECTED("upstream_auth_rejected", "The upstream rejected the stored session. Run: airelay login"),
    /** The session belongs to a different account than the one that the relay is bound to. */
    ACCOUNT_MISMATCH(
            "upstream_auth_account_mismatch",
            "The upstream session belongs to a different account than the one this relay is bound to. Run: airelay logout,"
                    + " then airelay login");

    private final String code;
    private final String message;

    AuthFailure(String code, String message) {
        this.code = code;
        this.message = message;
    }

    /** The error code on the wire. */
    public String code() {
        return code;
    }

    /** The exception with the usual message. */
    public AuthException exception() {
        return new AuthException(this, message);
    }
}
