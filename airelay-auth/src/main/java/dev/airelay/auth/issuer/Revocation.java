package dev.airelay.auth.issuer;

/**
 * The outcome of a revocation. Local credentials are deleted in any case.
 *
 * @param confirmed whether the login server confirmed that the token is no longer valid
 * @param detail the outcome, for the owner; contains no token
 */
public record Revocation(boolean confirmed, String detail) {}
