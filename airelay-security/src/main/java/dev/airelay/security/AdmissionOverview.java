package dev.airelay.security;

/**
 * Statistics over all addresses; values that change meanwhile may be slightly off.
 *
 * @param trackedClients tracked addresses
 * @param blockedClients addresses blocked for wrong tokens
 * @param activeClients addresses with requests in progress
 * @param activeRequests requests in progress
 * @param waitingRequests requests in a queue
 */
public record AdmissionOverview(
        long trackedClients, long blockedClients, int activeClients, int activeRequests, int waitingRequests) {}
