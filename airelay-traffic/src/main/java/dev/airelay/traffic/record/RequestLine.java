package dev.airelay.traffic.record;

import org.jspecify.annotations.Nullable;

/**
 * The short description of a request.
 *
 * @param method as sent
 * @param path without the query
 * @param route the pattern of the matched route; null if none matched
 * @param clientIp the client's address
 * @param userAgent the client's name for itself; null when it gives none
 */
public record RequestLine(
        String method,
        String path,
        @Nullable String route,
        String clientIp,
        @Nullable String userAgent) {}
