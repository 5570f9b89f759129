package dev.airelay.auth.issuer;

/** The login server refused, or did not respond. The message may be shown to the owner and contains no token or code. */
public final class IssuerException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whether trying again can help. */
    public enum Kind {
        /** The login server refused: the same request will be refused again. */
        PERMANENT,
        /** The login server or the connection to it failed: the same credentials may work later. */
        TRANSIENT
    }

    private final Kind kind;
    private final String code;
    /** The superclass cannot promise that there is one. */
    private final String message;

    /**
     * Creates a failure.
     *
     * @param code the login server's, such as {@code refresh_token_reused}, or one of AIRelay's
     * @param message the problem and how to fix it
     */
    public IssuerException(Kind kind, String code, String message) {
        super(message);
        this.message = message;
        this.kind = kind;
        this.code = code;
    }

    @Override
    public String getMessage() {
        return message;
    }

    /** Whether trying again can help. */
    public Kind kind() {
        return kind;
    }

    /** The login server's code, or one of AIRelay's. */
    public String code() {
        return code;
    }
}
