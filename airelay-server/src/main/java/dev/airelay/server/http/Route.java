package dev.airelay.server.http;

import dev.airelay.transforms.spi.ErrorShape;
import io.netty.handler.codec.http.HttpMethod;

/**
 * One served method and path.
 *
 * @param method the method
 * @param pattern the path, with placeholders as {@link PathPattern} has them
 * @param body what kind of request body the endpoint takes
 * @param kind what the route is for
 * @param errors the form in which its API reports failures
 * @param endpoint answers the request
 */
public record Route(HttpMethod method, String pattern, BodyKind body, Kind kind, ErrorShape errors, Endpoint endpoint) {

    /** A route of OpenAI's API. */
    public Route(HttpMethod method, String pattern, BodyKind body, Endpoint endpoint) {
        this(method, pattern, body, Kind.API, ErrorShape.OPENAI, endpoint);
    }

    /** What a route is for: probes are answered while the relay stops, and polls are not in the traffic log by default. */
    public enum Kind {
        /** The API itself, and every path that is not served. */
        API,
        /** The state of relay and plan, which programs poll. */
        STATUS,
        /** Liveness and readiness. */
        PROBE
    }

    /** What kind of request body a route takes. */
    public enum BodyKind {
        /** None; whatever comes is read and dropped. */
        NONE,
        /** One JSON object. */
        JSON,
        /** Anything; the endpoint begins without it and its exchange gets the pieces as they come. */
        STREAMED
    }
}
