package dev.airelay.auth.session;

/** The outcome of a renewal. */
public sealed interface RenewalOutcome {
    /**
     * There is a newer session, which is already on disk.
     *
     * @param session with the new tokens
     */
    record Renewed(StoredSession session) implements RenewalOutcome {}

    /**
     * There is no newer session.
     *
     * @param failure for requests that need the session
     * @param permanent whether the login server's refusal is final, so that only other tokens help
     */
    record Failed(AuthException failure, boolean permanent) implements RenewalOutcome {}
}
