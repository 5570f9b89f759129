package dev.airelay.server.http;

import dev.airelay.server.trace.RequestTrace;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import java.util.Optional;

/**
 * A request whose body has been received, or one whose endpoint receives it in pieces.
 *
 * @param context the head and its route
 * @param body the body; empty if there was none; must not be changed
 * @param memory its share of the memory, to which its endpoint may add; released when the response is written
 * @param connection the state of its connection; to be used on the event loop only
 */
public record RelayRequest(RequestContext context, byte[] body, MemoryShare memory, ConnectionState connection) {

    public String id() {
        return context.id();
    }

    /** Returns the client's HTTP version. */
    public HttpVersion version() {
        return context.head().protocolVersion();
    }

    public HttpHeaders headers() {
        return context.head().headers();
    }

    /** Returns the value of the route's first placeholder; empty when it has none. */
    public String pathVariable() {
        List<String> variables = context.variables();
        return variables.isEmpty() ? "" : variables.get(0);
    }

    /** Returns all values of a query parameter. */
    public List<String> query(String name) {
        return query().all(name);
    }

    public QueryParameters query() {
        return context.query();
    }

    /** Returns the trace of the request, for the event loop only; empty when none is recorded. */
    public Optional<RequestTrace> trace() {
        return context.trace();
    }

    /** Returns the WebSocket turn of the request; empty if it was not sent over one. For the event loop only. */
    public Optional<SocketTurn> socketTurn() {
        return connection.socketTurn();
    }

    /** Returns the error responses of the API that the client speaks. */
    public ErrorResponses errors() {
        return context.errors();
    }
}
