package dev.airelay.server.http;

import dev.airelay.security.CredentialHeader;
import dev.airelay.transforms.spi.ErrorShape;
import io.netty.handler.codec.http.HttpMethod;
import java.util.Set;

/**
 * One served method and path.
 *
 * @param method the method
 * @param pattern the path, with placeholders as {@link PathPattern} has them
 * @param body what kind of request body the endpoint takes
 * @param kind what the route is for
 * @param api the API that the route belongs to
 * @param endpoint answers the request
 */
public record Route(HttpMethod method, String pattern, BodyKind body, Kind kind, Api api, Endpoint endpoint) {

    /** A route of OpenAI's API. */
    public Route(HttpMethod method, String pattern, BodyKind body, Endpoint endpoint) {
        this(method, pattern, body, Kind.API, Api.OPENAI, endpoint);
    }

    /**
     * The common part of the routes of one API.
     *
     * @param errors the form in which failures are reported
     * @param credentials the headers in which clients present the relay token, any of which will do
     */
    public record Api(ErrorShape errors, Set<CredentialHeader> credentials) {

        /** OpenAI's API, and every path before a route is known. */
        public static final Api OPENAI = new Api(ErrorShape.OPENAI, Set.of(CredentialHeader.AUTHORIZATION));

        /** Copies the headers. */
        public Api {
            credentials = Set.copyOf(credentials);
        }

        /** Returns an API that presents the token as OpenAI's does. */
        static Api of(ErrorShape errors) {
            return new Api(errors, OPENAI.credentials);
        }
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
        /** None; a body is read and dropped. */
        NONE,
        /** One JSON object. */
        JSON,
        /** One JSON object, or many over a WebSocket. */
        JSON_OR_SOCKET,
        /** One JSON object, or a form with the same members, which is gathered too. */
        JSON_OR_FORM,
        /** A form, which is gathered. */
        FORM,
        /** Anything; the endpoint begins without it and its exchange gets the pieces as they come. */
        STREAMED;

        /** Returns whether the body of a request may be one JSON object. */
        public boolean takesJson() {
            return this == JSON || this == JSON_OR_SOCKET || this == JSON_OR_FORM;
        }

        /** Returns whether the body of a request may be a form that is gathered. */
        public boolean takesForm() {
            return this == FORM || this == JSON_OR_FORM;
        }
    }
}
