package dev.airelay.server.http;

import dev.airelay.security.CredentialHeader;
import dev.airelay.transforms.spi.AnthropicErrors;
import dev.airelay.transforms.spi.ErrorShape;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.util.Optional;
import java.util.Set;

/**
 * One served method and path.
 *
 * @param method the method
 * @param pattern the path, with placeholders as {@link PathPattern} has them
 * @param body the kind of request body
 * @param kind the purpose of the route
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
     * @param credentials the headers in which clients present the relay token, any of which is enough
     * @param requestId the header, besides {@code x-request-id}, in which a response names its request; empty for none
     */
    public record Api(ErrorShape errors, Set<CredentialHeader> credentials, Optional<String> requestId) {

        /** OpenAI's API, and every path before a route is known. */
        public static final Api OPENAI = new Api(ErrorShape.OPENAI, Set.of(CredentialHeader.AUTHORIZATION));

        /** Anthropic's API, whose clients send the token in either of two headers. */
        public static final Api ANTHROPIC = new Api(
                AnthropicErrors.SHAPE,
                Set.of(CredentialHeader.AUTHORIZATION, CredentialHeader.of("x-api-key")),
                Optional.of("request-id"));

        /** The header that every client of Anthropic's API sends, and no other. */
        private static final String ANTHROPIC_VERSION = "anthropic-version";

        /** Copies the headers. */
        public Api {
            credentials = Set.copyOf(credentials);
        }

        /** Returns an API whose responses have no other header. */
        public Api(ErrorShape errors, Set<CredentialHeader> credentials) {
            this(errors, credentials, Optional.empty());
        }

        /** Returns an API that presents the token as OpenAI's does. */
        static Api of(ErrorShape errors) {
            return new Api(errors, OPENAI.credentials);
        }

        /**
         * Returns the API that a client speaks on a route of this one: some paths exist in both Anthropic's API and
         * OpenAI's.
         */
        Api spokenBy(HttpHeaders request) {
            return request.contains(ANTHROPIC_VERSION) && equals(OPENAI) ? ANTHROPIC : this;
        }
    }

    /**
     * The purpose of a route: probes are answered while the relay stops, and polling requests are not in the traffic log by
     * default.
     */
    public enum Kind {
        /** The API itself, and every path that is not served. */
        API,
        /** The state of the relay and the plan, which programs poll. */
        STATUS,
        /** Liveness and readiness. */
        PROBE
    }

    /** The kind of request body of a route. */
    public enum BodyKind {
        /** None; a body is read and dropped. */
        NONE,
        /** One JSON object. */
        JSON,
        /** One JSON object, or many over a WebSocket. */
        JSON_OR_SOCKET,
        /** One JSON object, or a form with the same members, received completely. */
        JSON_OR_FORM,
        /** A form, received completely. */
        FORM,
        /** Anything; the endpoint begins before it arrives, and its exchange receives the pieces. */
        STREAMED;

        /** Returns whether the body of a request may be one JSON object. */
        public boolean takesJson() {
            return this == JSON || this == JSON_OR_SOCKET || this == JSON_OR_FORM;
        }

        /** Returns whether the body of a request may be a form that is received completely. */
        public boolean takesForm() {
            return this == FORM || this == JSON_OR_FORM;
        }
    }
}
