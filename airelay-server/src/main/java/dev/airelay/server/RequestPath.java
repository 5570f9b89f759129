package dev.airelay.server;

import io.netty.handler.codec.http.QueryStringDecoder;

/** Takes the path out of a request target. */
final class RequestPath {

    private RequestPath() {}

    /**
     * Returns the raw path of a request target, without query, still percent-encoded: routes and their protection are
     * decided on the same bytes.
     */
    static String of(String requestTarget) {
        String path = new QueryStringDecoder(requestTarget).rawPath();
        return path.isEmpty() ? "/" : path;
    }
}
