package dev.airelay.traffic.record;

import org.jspecify.annotations.Nullable;

/**
 * Which request it was, in short.
 *
 * @param method as sent
 * @param path without the query
 * @param route the pattern that the path fits; null when no route answered
 * @param clientIp the client's address
 * @param userAgent the client's name for itself; null when it gives none
 */
public record RequestLine(
        String method,
        String path,
        @Nullable String route,
        String clientIp,
        @Nullable String userAgent) {}
