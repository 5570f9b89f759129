package dev.airelay.security;

/**
 * The state of one address with respect to its limits.
 *
 * @param address as text
 * @param allowanceRemaining requests that it may send at once now; grows by fractions
 * @param activeRequests requests in progress
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
