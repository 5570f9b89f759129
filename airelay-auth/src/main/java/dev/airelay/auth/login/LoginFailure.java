package dev.airelay.auth.login;

/** Why a login ended without tokens, other than by the login server's response to a request. */
public enum LoginFailure {
    /** The owner, or another login on this machine, canceled it. */
    CANCELLED("login_cancelled"),
    /** Nobody signed in within the time. */
    TIMED_OUT("login_timed_out"),
    /** Both ports of the redirect address are taken by other programs. */
    PORTS_BUSY("login_ports_busy"),
    /** The login server redirected with an error, or refused the device. */
    DENIED("login_denied"),
    /** The workspace has no access to Codex. */
    NO_ENTITLEMENT("missing_codex_entitlement"),
    /** The login server redirected without a code. */
    NO_CODE("missing_authorization_code"),
    /** The login is for a workspace that is not allowed. */
    WORKSPACE_RESTRICTION("workspace_restriction"),
    /** The tokens name no account, so no request could be made with them. */
    NO_ACCOUNT("missing_account"),
    /** The device code was not used in time. */
    DEVICE_CODE_EXPIRED("device_code_expired");

    private final String code;

    LoginFailure(String code) {
        this.code = code;
    }

    /** A stable name for output that machines read. */
    public String code() {
        return code;
    }
}
