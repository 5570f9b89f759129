package dev.airelay.server;

/**
 * A whole request and the endpoint that will answer it.
 *
 * @param endpoint answers the request
 * @param request the request
 */
record AcceptedRequest(Endpoint endpoint, RelayRequest request) {}
