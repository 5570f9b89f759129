package dev.airelay.auth.session;

/** A point in a renewal after which the process may end and the stored session must still be sound. */
public enum RenewalStep {
    /** The lock is held. */
    LOCKED,
    /** The stored session was read again. */
    READ,
    /** The renewal is noted as begun. */
    MARKED,
    /** The issuer answered; the old refresh token is used up. */
    ANSWERED,
    /** The new tokens are on the disk. */
    SAVED,
    /** The note is gone. */
    CLEARED
}
