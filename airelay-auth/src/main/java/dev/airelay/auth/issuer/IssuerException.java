package dev.airelay.auth.issuer;

/** The login issuer refused, or did not answer. The message may be shown to the owner and holds no token or code. */
public final class IssuerException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whether trying again can help. */
    public enum Kind {
        /** The issuer said no: the same request will be refused again. */
        PERMANENT,
        /** The issuer or the way to it is out of order: the same credentials may work later. */
        TRANSIENT
    }

    private final Kind kind;
    private final String code;
    /** The superclass cannot promise that there is one. */
    private final String message;

    /**
     * A failure.
     *
     * @param code the issuer's own, e.g. {@code refresh_token_reused}; else one of AIRelay's
     * @param message what happened and the way out
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

    /** The issuer's own code, else one of AIRelay's. */
    public String code() {
        return code;
    }
}
