package dev.airelay.security;

/** Whether the relay may listen on an address. */
public sealed interface BindDecision {

    /** It may, without a warning: only this machine can reach it, and only with the token. */
    record Silent() implements BindDecision {}

    /**
     * It may, but its owner must be warned.
     *
     * @param warning in full sentences
     */
    record Warned(String warning) implements BindDecision {}

    /**
     * It must not listen.
     *
     * @param reason why
     * @param message the setting and the remedy
     */
    record Refused(Reason reason, String message) implements BindDecision {}

    /** Why the relay must not listen. */
    enum Reason {
        /** Other machines could use the subscription without a token. */
        OPEN_TO_NETWORK,
        /** A token is required but there is none, so that no client could be admitted. */
        NO_TOKEN
    }
}
