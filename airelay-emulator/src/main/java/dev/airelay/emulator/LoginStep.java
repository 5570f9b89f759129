package dev.airelay.emulator;

/** One thing the issuer does, such as a refresh. Called on event loops, from several at once. */
@FunctionalInterface
interface LoginStep {
    /**
     * The answer to a request, and what it changes.
     *
     * @throws RefusedException when the request is answered with an error
     */
    Performance answer(LoginRequest request, LoginWishes wishes) throws RefusedException;
}
