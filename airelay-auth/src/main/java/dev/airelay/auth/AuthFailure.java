package dev.airelay.auth;

/** Why there are no usable upstream credentials. Each constant has its code on the wire and its way out. */
public enum AuthFailure {
    /** Nobody has signed in. */
    MISSING("upstream_auth_missing", "missing", "there is no upstream session; run: airelay login"),
    /** The stored session lacks something or cannot be read. */
    INCOMPLETE(
            "upstream_auth_incomplete", "incomplete", "the stored upstream session is incomplete; run: airelay login"),
    /** The session could not be renewed. */
    REFRESH_FAILED(
            "upstream_auth_refresh_failed",
            "refresh_failed",
            "the upstream session could not be renewed; try again, and if it stays so run: airelay login"),
    /** The upstream refused the session. */
    REJECTED("upstream_auth_rejected", "rejected", "the upstream refused the session; run: airelay login"),
    /** The session belongs to another account than the one the relay is bound to. */
    ACCOUNT_MISMATCH(
            "upstream_auth_account_mismatch",
            "account_mismatch",
            "the upstream session belongs to another account than the relay; run: airelay logout, then airelay login");

    private final String code;
    private final String headerValue;
    private final String message;

    AuthFailure(String code, String headerValue, String message) {
        this.code = code;
        this.headerValue = headerValue;
        this.message = message;
    }

    /** The error code on the wire. */
    public String code() {
        return code;
    }

    /** The value of the {@code x-airelay-upstream-auth} header. */
    public String headerValue() {
        return headerValue;
    }

    /** The exception with the usual message. */
    public AuthException exception() {
        return new AuthException(this, message);
    }
}
