package dev.airelay.server.http;

import dev.airelay.security.CredentialHeader;
import dev.airelay.server.http.RouteTable.Match;
import dev.airelay.server.trace.RequestTrace;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The current request of a connection: its head, and its route, matched once for all handlers and its endpoint. Has no
 * reference to the connection. Used on its event loop, except for the parts derived from the head.
 */
public final class RequestContext {

    private final String id;
    private final HttpRequest head;
    private final String path;
    private final Match match;
    private final boolean needsToken;
    private final Set<String> credentialHeaders;
    private final boolean webSocket;
    private @Nullable RequestTrace trace;

    public RequestContext(String id, HttpRequest head, RouteTable routes) {
        this.id = id;
        this.head = head;
        this.webSocket = isWebSocketHandshake(head);
        // A WebSocket carries the requests of POST.
        RouteTable.Resolved resolved = routes.resolve(webSocket ? HttpMethod.POST : head.method(), head.uri());
        this.path = resolved.path();
        this.match = resolved.match();
        this.needsToken = resolved.needsToken();
        this.credentialHeaders = routes.credentialHeaders();
    }

    /** Returns true for a WebSocket handshake. Other protocols that a client prefers, such as h2c, are ignored. */
    public static boolean isWebSocketHandshake(HttpRequest request) {
        HttpHeaders headers = request.headers();
        return request.method().equals(HttpMethod.GET)
                && headers.contains(HttpHeaderNames.UPGRADE)
                && headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                && headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
    }

    public String id() {
        return id;
    }

    public HttpRequest head() {
        return head;
    }

    /** Returns the normalized path of the target, which alone determines route and protection. */
    public String path() {
        return path;
    }

    public Match match() {
        return match;
    }

    /** Returns true for a WebSocket handshake. The route is then that of POST. */
    public boolean asksForWebSocket() {
        return webSocket;
    }

    /** Returns the purpose of the request. */
    public Route.Kind kind() {
        return match instanceof Match.Found found ? found.route().kind() : Route.Kind.API;
    }

    /**
     * Returns the route of a request that is served.
     *
     * @throws IllegalStateException when there is none
     */
    public Route route() {
        return found().route();
    }

    /** Returns the values of the route's placeholders, in order, percent-decoded where possible. */
    public List<String> variables() {
        return found().variables();
    }

    private Match.Found found() {
        if (match instanceof Match.Found found) {
            return found;
        }
        throw new IllegalStateException("no route serves this request");
    }

    /** Sets the trace of the request, or null once its response has been sent: an idle connection retains nothing of it. */
    public void trace(@Nullable RequestTrace started) {
        trace = started;
    }

    /** Returns the trace of the request; empty when none is recorded. */
    public Optional<RequestTrace> trace() {
        return Optional.ofNullable(trace);
    }

    public QueryParameters query() {
        return QueryParameters.of(head.uri());
    }

    /** Returns the API that the client speaks. */
    public Route.Api api() {
        return match.api().spokenBy(head.headers());
    }

    /** Returns the error responses of the API that the client speaks. */
    public ErrorResponses errors() {
        return new ErrorResponses(api().errors().forRequest(id));
    }

    /** Returns true for a request that needs the relay token, served or not. */
    public boolean isProtected() {
        return needsToken;
    }

    /** Returns the names of all headers that may contain the token, of any API: their values are not logged. */
    public Set<String> credentialHeaders() {
        return credentialHeaders;
    }

    /** Returns the headers in which clients of this API present the token. */
    public Set<CredentialHeader> credentials() {
        return api().credentials();
    }
}
