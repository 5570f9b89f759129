package dev.airelay.auth.session;

/** A step of a renewal after which the process may die and the stored session must still be intact. */
public enum RenewalStep {
    /** The lock is held. */
    LOCKED,
    /** The stored session was read again. */
    READ,
    /** The renewal is recorded as begun. */
    MARKED,
    /** The login server responded; the old refresh token is used up. */
    ANSWERED,
    /** The new tokens are on disk. */
    SAVED,
    /** The record was deleted. */
    CLEARED
}
