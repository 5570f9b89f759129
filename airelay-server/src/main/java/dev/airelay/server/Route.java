package dev.airelay.server;

import io.netty.handler.codec.http.HttpMethod;

/**
 * One served method and path.
 *
 * @param method the method
 * @param pattern the path, with placeholders as {@link PathPattern} has them
 * @param body what kind of request body the endpoint takes
 * @param endpoint answers the request
 */
record Route(HttpMethod method, String pattern, BodyKind body, Endpoint endpoint) {

    /** What kind of request body a route takes. */
    enum BodyKind {
        /** None; whatever comes is read and dropped. */
        NONE,
        /** One JSON object. */
        JSON,
        /** Anything; the endpoint begins without it and its exchange gets the pieces as they come. */
        STREAMED
    }
}
