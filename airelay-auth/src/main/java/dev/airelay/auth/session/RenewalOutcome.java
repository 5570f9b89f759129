package dev.airelay.auth.session;

/** How a renewal ended. */
public sealed interface RenewalOutcome {
    /**
     * There is a newer session, on the disk already.
     *
     * @param session with the new tokens
     */
    record Renewed(StoredSession session) implements RenewalOutcome {}

    /**
     * There is none.
     *
     * @param failure for whoever needs the session
     * @param permanent whether the issuer's word is final and only other tokens help
     */
    record Failed(AuthException failure, boolean permanent) implements RenewalOutcome {}
}
