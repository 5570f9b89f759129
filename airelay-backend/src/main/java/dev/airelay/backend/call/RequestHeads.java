package dev.airelay.backend.call;

import dev.airelay.auth.issuer.Credentials;
import dev.airelay.auth.issuer.JwtClaims;
import dev.airelay.backend.account.WorkspaceRouting;
import dev.airelay.backend.connect.BackendOptions;
import dev.airelay.backend.connect.Endpoint;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes the heads of upstream requests. All headers are written here; nothing of a client's request reaches this class,
 * except its {@link TraceContext}. Safe for concurrent use.
 */
final class RequestHeads {

    private static final String ACCOUNT_ID = "ChatGPT-Account-ID";
    private static final String ORIGINATOR = "originator";
    private static final String VERSION = "version";
    private static final String SESSION_ID = "session-id";
    private static final String THREAD_ID = "thread-id";
    private static final String CLIENT_REQUEST_ID = "x-client-request-id";
    private static final String BETA = "OpenAI-Beta";
    private static final String ROUTING_OVERRIDE = "X-OpenAI-Account-Routing-Override";
    private static final String RESIDENCY = "x-openai-internal-codex-residency";

    private final Endpoint endpoint;
    private final BackendOptions options;
    private final CloudflareCookies cookies;
    private volatile @Nullable AccessToken accessToken;

    RequestHeads(Endpoint endpoint, BackendOptions options, CloudflareCookies cookies) {
        this.endpoint = endpoint;
        this.options = options;
        this.cookies = cookies;
    }

    /**
     * Returns the request's line and headers; the body is for the caller to write.
     *
     * @param routing the routing of this account
     * @throws IllegalArgumentException if the credentials contain characters that are invalid in headers
     */
    HttpRequest head(OutgoingRequest request, Credentials credentials, WorkspaceRouting routing) {
        byte[] body = request.body();
        HttpMethod method = body == null ? HttpMethod.GET : HttpMethod.POST;
        HttpHeaders headers = common(request, credentials, routing);
        setIfPresent(headers, HttpHeaderNames.ACCEPT, request.form().accept(request.stream()));
        if (body != null) {
            headers.set(HttpHeaderNames.CONTENT_TYPE, request.form().contentType());
            headers.set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        }
        TraceContext trace = request.trace();
        if (trace != null && !request.form().bare()) {
            headers.set("traceparent", trace.parent());
            if (!trace.state().isEmpty()) {
                headers.set("tracestate", trace.state());
            }
        }
        if (request.last()) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        return new DefaultHttpRequest(HttpVersion.HTTP_1_1, method, request.path(), headers);
    }

    /** Returns the headers of a WebSocket handshake, except those that every handshake has. */
    HttpHeaders handshake(OutgoingRequest request, Credentials credentials, WorkspaceRouting routing) {
        return common(request, credentials, routing).set(BETA, "responses_websockets=2026-02-06");
    }

    private HttpHeaders common(OutgoingRequest request, Credentials credentials, WorkspaceRouting routing) {
        HttpHeaders headers = DefaultHttpHeadersFactory.headersFactory().newHeaders();
        AccessToken token = accessToken(credentials);
        addIdentity(headers, token, credentials.accountId());
        boolean bare = request.form().bare();
        if (!bare) {
            // Compressed responses must be decoded before they can be translated; a stream would gain little.
            headers.set(HttpHeaderNames.ACCEPT_ENCODING, HttpHeaderValues.IDENTITY);
        }
        setIfPresent(headers, ROUTING_OVERRIDE, routing.override());
        setIfPresent(headers, RESIDENCY, token.region());
        addConversation(headers, request);
        request.form().further().forEach(headers::set);
        if (!bare) {
            setIfPresent(headers, HttpHeaderNames.COOKIE, cookies.header());
        }
        return headers;
    }

    private static void setIfPresent(HttpHeaders headers, CharSequence name, Optional<String> value) {
        if (value.isPresent()) {
            headers.set(name, value.get());
        }
    }

    private void addIdentity(HttpHeaders headers, AccessToken token, String accountId) {
        headers.set(HttpHeaderNames.HOST, endpoint.authority());
        headers.set(HttpHeaderNames.AUTHORIZATION, token.header());
        headers.set(ACCOUNT_ID, accountId);
        headers.set(ORIGINATOR, options.originator());
        headers.set(HttpHeaderNames.USER_AGENT, options.userAgent());
        headers.set(VERSION, options.clientVersion());
    }

    /** Reads and copies an access token, which has one or two kilobytes, once for each token. */
    private AccessToken accessToken(Credentials credentials) {
        String text = credentials.accessToken();
        AccessToken known = accessToken;
        if (known == null || !known.text().equals(text)) {
            known = new AccessToken(text, "Bearer " + text, JwtClaims.of(text).computeResidency());
            accessToken = known;
        }
        return known;
    }

    /**
     * An access token.
     *
     * @param header the value of its header
     * @param region the region that it names
     */
    private record AccessToken(String text, String header, Optional<String> region) {
        @Override
        public String toString() {
            return "AccessToken[region=" + region + "]";
        }
    }

    /** One value under three names: the upstream's prompt cache follows the conversation by them. */
    private static void addConversation(HttpHeaders headers, OutgoingRequest request) {
        String sessionId = request.sessionId();
        if (sessionId != null) {
            headers.set(SESSION_ID, sessionId);
            headers.set(THREAD_ID, sessionId);
            headers.set(CLIENT_REQUEST_ID, sessionId);
        }
    }
}
