package dev.airelay.emulator.api;

/**
 * The requests to the emulated login server since it started. A request counts whether or not it succeeded, even if a script
 * answered it.
 *
 * @param authorize requests for the authorize address
 * @param exchange exchanges of an authorization code
 * @param refresh refreshes
 * @param usercode device logins begun
 * @param poll polls of a device login
 * @param revoke revocations
 * @param rotations refreshes that issued a new refresh token, whether or not the response arrived
 * @param reuses refreshes with a refresh token that was exchanged before
 */
public record IssuerCounts(
        int authorize, int exchange, int refresh, int usercode, int poll, int revoke, int rotations, int reuses) {}
