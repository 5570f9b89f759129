package dev.airelay.auth.issuer;

/**
 * How a revocation ended. Local credentials are deleted whatever it is.
 *
 * @param confirmed whether the issuer said that the token is no longer valid
 * @param detail what happened, for the owner; holds no token
 */
public record Revocation(boolean confirmed, String detail) {}
