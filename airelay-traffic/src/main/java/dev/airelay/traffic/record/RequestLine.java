package dev.airelay.traffic.record;

import org.jspecify.annotations.Nullable;

/**
 * The short description of a request.
 *
 * @param method as sent
 * @param path without the query
 * @param route the pattern of the matched route; null if none matched
 * @param clientIp the client's address
 */
public record RequestLine(
        String method, String path, @Nullable String route, String clientIp) {}
