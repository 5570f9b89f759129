package dev.airelay.server.http;

/**
 * A whole request and the endpoint that will answer it.
 *
 * @param endpoint answers the request
 * @param request the request
 */
public record AcceptedRequest(Endpoint endpoint, RelayRequest request) {}
