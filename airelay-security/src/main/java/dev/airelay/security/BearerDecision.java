package dev.airelay.security;

/** The outcome of a bearer check. */
public sealed interface BearerDecision {
    /** The client presented the token. */
    record Allowed() implements BearerDecision {}

    /**
     * The client did not present the token.
     *
     * @param reason why
     */
    record Denied(Reason reason) implements BearerDecision {}

    /** Why a client is denied. */
    enum Reason {
        /** There is no header with a token, or it is empty. */
        MISSING,
        /** The header is not {@code Bearer} followed by a value. */
        MALFORMED,
        /** The value is not the token. */
        WRONG,
        /** The relay has no token to compare with. */
        NOT_CONFIGURED
    }
}
