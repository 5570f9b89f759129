package dev.airelay.security;

/**
 * How one address stands against its limits.
 *
 * @param address as text
 * @param allowanceRemaining requests it may send at once now; grows by fractions
 * @param activeRequests in flight
 * @param waitingRequests in its queue
 * @param failedAuthAttempts within the window
 * @param blockedForSeconds rounded up; 0 when it is not blocked
 */
public record ClientStanding(
        String address,
        double allowanceRemaining,
        int activeRequests,
        int waitingRequests,
        int failedAuthAttempts,
        long blockedForSeconds) {}
