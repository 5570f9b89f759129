package dev.airelay.security;

/**
 * Figures over all addresses; those that change meanwhile may be a little off.
 *
 * @param trackedClients addresses remembered
 * @param blockedClients addresses refused for wrong tokens
 * @param activeClients addresses with requests in flight
 * @param activeRequests requests in flight
 * @param waitingRequests requests in a queue
 */
public record AdmissionOverview(
        long trackedClients, long blockedClients, int activeClients, int activeRequests, int waitingRequests) {}
